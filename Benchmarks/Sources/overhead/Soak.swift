import CouncilKit
import CouncilProviders
import FoundationEssentials
import Measuring
import Synchronization

/// Many runs while calls fail: every run has to end, none may be lost or answered twice, and memory has to stay flat.
struct Soak {
    var baseURL: String
    /// Seconds of a run in which nothing fails.
    var criticalPath: Double

    private static let runs = 2000
    private static let inFlight = 50
    /// Memory settles while the first runs are made.
    private static let warmUp = 500
    /// The limits without faults, times 1.2.
    private static let processorLimit = 4 * 1.2
    private static let memoryLimit = 60 * 1.2

    private struct State {
        var walls: [Double] = []
        var memory: [(run: Double, bytes: Double)] = []
    }

    private final class Progress: Sendable {
        private let state = Mutex(State())

        var value: State { state.withLock { $0 } }

        func note(_ wall: Double) {
            state.withLock { state in
                state.walls.append(wall)
                if state.walls.count.isMultiple(of: 20), state.walls.count >= Soak.warmUp {
                    state.memory.append((Double(state.walls.count), Double(Bench.residentBytes())))
                }
            }
        }
    }

    func print() async throws {
        let (store, folder) = try Bench.journal()
        defer { try? FileManager.default.removeItem(at: folder) }
        let council = Bench.council(at: baseURL)
        let progress = Progress()
        let start = Bench.processorSeconds()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<Self.runs {
                if number >= Self.inFlight { try await group.next() }
                group.addTask {
                    let clock = ContinuousClock()
                    let start = clock.now
                    _ = try await council.deliberate(on: "What is it?", store: store).outcome
                    progress.note(start.duration(to: clock.now).seconds)
                }
            }
            try await group.waitForAll()
        }
        let processor = (Bench.processorSeconds() - start) / Double(Self.runs) * 1000
        let memory = Double(Bench.peakResidentBytes()) / 1e6
        let (walls, samples) = (progress.value.walls, progress.value.memory)
        try await report(on: store)
        Figure.line("soak_wall_median", walls.median * 1000, "ms", walls.median / criticalPath)
        Figure.line("soak_cpu_per_run", processor, "ms", processor / Self.processorLimit)
        Figure.line("soak_peak_memory", memory, "MB", memory / Self.memoryLimit)
        let slope = Self.slope(of: samples) * 1000 / 1e6
        Figure.line("soak_memory_slope", slope, "MB_per_1000_runs", slope / memory)
    }

    /// Counts what the journal holds.
    private func report(on store: any RunStore) async throws {
        let summaries = try await store.runs(limit: Self.runs + 1)
        var ended = 0
        var twice = 0
        var setbacks = 0
        var failures = 0
        for summary in summaries {
            let events = try await store.events(of: summary.run.id, after: 0)
            let outcome = Outcome(events)
            if outcome.conclusion != nil { ended += 1 }
            setbacks += outcome.setbacks.count
            failures += outcome.failures.count
            let calls = events.compactMap { event -> Role? in
                switch event {
                case .answered(let call, _), .reviewed(let call, _, _): call.role
                case .concluded(let conclusion): conclusion.reply == nil ? nil : conclusion.call.role
                default: nil
                }
            }
            if Set(calls).count < calls.count { twice += 1 }
        }
        let runs = Double(Self.runs)
        Figure.line("soak_runs_in_journal", Double(summaries.count), "runs", Double(summaries.count) / runs)
        Figure.line("soak_runs_concluded", Double(ended), "runs", Double(ended) / runs)
        Figure.line("soak_calls_made_twice", Double(twice), "runs", Double(twice) / runs)
        Figure.line("soak_requests_repeated", Double(setbacks), "requests", Double(setbacks) / runs)
        Figure.line("soak_calls_failed", Double(failures), "calls", Double(failures) / runs)
    }

    /// The slope of the line that fits best (least squares).
    private static func slope(of samples: [(run: Double, bytes: Double)]) -> Double {
        let count = Double(samples.count)
        let run = samples.map(\.run).reduce(0, +) / count
        let bytes = samples.map(\.bytes).reduce(0, +) / count
        let covariance = samples.map { ($0.run - run) * ($0.bytes - bytes) }.reduce(0, +)
        return covariance / samples.map { ($0.run - run) * ($0.run - run) }.reduce(0, +)
    }
}
