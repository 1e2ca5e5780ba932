import AsyncHTTPClient
import CouncilKit
import CouncilProviders
import CouncilSQLite
import FoundationEssentials
import Measuring
import NIOCore
import Synchronization

/// Many runs while calls fail: every run has to end, none may be lost or answered twice, and memory has to stay flat.
struct Soak {
    /// A server that fails.
    var baseURL: String
    /// Milliseconds that it takes for a call.
    var delay: Int

    private static let runs = 2000
    /// Runs at a server that does not fail, before and after: what the others are measured against.
    private static let calmRuns = 500
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

    /// What some runs have taken.
    private struct Effort {
        var progress: State
        /// Milliseconds of the processor for a run.
        var processor: Double
    }

    func print() async throws {
        // Before and after, so that a machine that becomes slower or faster meanwhile changes nothing.
        let before = try await calm()
        let (effort, store, folder) = try await hold(Self.runs, at: baseURL)
        defer { try? FileManager.default.removeItem(at: folder) }
        let memory = Double(Bench.peakResidentBytes()) / 1e6
        try await report(on: store)
        let calm = [before, try await calm()]
        let walls = effort.progress.walls
        let calmWalls = calm.flatMap(\.progress.walls)
        let calmProcessor = calm.map(\.processor).reduce(0, +) / 2
        let criticalPath = Double(delay) / 1000 * 3
        Figure.line("soak_wall_median", walls.median * 1000, "ms", walls.median / criticalPath)
        Figure.line("soak_wall_to_calm", walls.median * 1000, "ms", walls.median / calmWalls.median)
        Figure.line("soak_cpu_per_run", effort.processor, "ms", effort.processor / Self.processorLimit)
        Figure.line("soak_cpu_to_calm", effort.processor, "ms", effort.processor / calmProcessor)
        Figure.line("soak_peak_memory", memory, "MB", memory / Self.memoryLimit)
        let slope = Self.slope(of: effort.progress.memory) * 1000 / 1e6
        Figure.line("soak_memory_slope", slope, "MB_per_1000_runs", slope / memory)
    }

    private func calm() async throws -> Effort {
        try await DelayedServer.measuring([delay]) { baseURL in
            let (effort, _, folder) = try await hold(Self.calmRuns, at: baseURL)
            try? FileManager.default.removeItem(at: folder)
            return effort
        }
    }

    private func hold(_ runs: Int, at baseURL: String) async throws -> (effort: Effort, store: SQLiteStore, folder: URL)
    {
        let (store, folder) = try Bench.journal()
        // Whoever hangs is given up after two seconds, or four if it had begun.
        var settings = Settings.classic
        settings.firstTokenTimeout = 2
        settings.callTimeout = 4
        let council = Bench.council(at: baseURL, settings: settings)
        let progress = Progress()
        let start = Bench.processorSeconds()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<runs {
                if number >= Self.inFlight { try await group.next() }
                group.addTask {
                    // Runs that keep in step share commits and wake-ups, which no real ones do for long.
                    if number < Self.inFlight {
                        try await Task.sleep(for: .milliseconds(delay * 3 * number / Self.inFlight))
                    }
                    let clock = ContinuousClock()
                    let start = clock.now
                    _ = try await council.deliberate(on: "What is it?", store: store).outcome
                    progress.note(start.duration(to: clock.now).seconds)
                }
            }
            try await group.waitForAll()
        }
        let processor = (Bench.processorSeconds() - start) / Double(runs) * 1000
        return (Effort(progress: progress.value, processor: processor), store, folder)
    }

    /// Counts what the journal holds, and compares it with what the server was asked.
    private func report(on store: any RunStore) async throws {
        let summaries = try await store.runs(limit: Self.runs + 1)
        var ended = 0
        var twice = 0
        var known = 0
        var (repeated, failures, hangs) = (0, 0, 0)
        for summary in summaries {
            let events = try await store.events(of: summary.run.id, after: 0)
            let outcome = Outcome(events)
            if outcome.conclusion != nil { ended += 1 }
            let retries = outcome.setbacks.filter { $0.setback.remedy == .retry }
            let failed = outcome.failures.filter { $0.error.code != .skipped }
            repeated += retries.count
            failures += outcome.failures.count
            hangs += failed.count { $0.error.code == .timeout }
            let replies = events.compactMap { event -> Call? in
                switch event {
                case .answered(let call, _), .reviewed(let call, _, _), .unreadable(let call, _, _): call
                case .concluded(let conclusion): conclusion.reply == nil ? nil : conclusion.call
                default: nil
                }
            }
            if Set(replies).count < replies.count { twice += 1 }
            // Every request has come to something that is recorded.
            known += replies.count + retries.count + failed.count
            // Nothing that had begun to be shown is asked for again, but forms, which nobody reads piece by piece.
            twice += retries.count { $0.call.role.stage != .review && $0.setback.error?.hasBegun == true }
        }
        let runs = Double(Self.runs)
        let asked = try await requests()
        Figure.line("soak_runs_in_journal", Double(summaries.count), "runs", Double(summaries.count) / runs)
        Figure.line("soak_runs_concluded", Double(ended), "runs", Double(ended) / runs)
        Figure.line("soak_calls_made_twice", Double(twice), "calls", Double(twice) / runs)
        Figure.line("soak_requests", Double(asked), "requests", Double(asked) / runs)
        Figure.line("soak_requests_unaccounted", Double(asked - known), "requests", Double(asked - known) / runs)
        Figure.line("soak_requests_repeated", Double(repeated), "requests", Double(repeated) / runs)
        Figure.line("soak_calls_failed", Double(failures), "calls", Double(failures) / runs)
        Figure.line("soak_calls_given_up", Double(hangs), "calls", Double(hangs) / runs)
    }

    /// How many calls the server has had.
    private func requests() async throws -> Int {
        let response = try await HTTPClient.shared.execute(HTTPClientRequest(url: baseURL), timeout: .seconds(10))
        return Int(String(buffer: try await response.body.collect(upTo: 100))) ?? 0
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

extension ModelError {
    /// Whether a part of the text had come.
    fileprivate var hasBegun: Bool {
        code == .truncated && !message.contains("after 0 characters") || message.contains("melted behind text")
    }
}
