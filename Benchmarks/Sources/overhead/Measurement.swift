import CouncilKit
import CouncilProviders
import CouncilSQLite
import FoundationEssentials
import Measuring

/// Some runs at once, several rounds of them.
struct Measurement {
    var runs: Int
    var baseURL: String
    /// Seconds that the server takes for a call.
    var delay: Double

    private static let rounds = 5

    func print() async throws {
        let (store, folder) = try Bench.journal()
        defer { try? FileManager.default.removeItem(at: folder) }
        let council = Bench.council(at: baseURL)

        var walls: [Double] = []
        var processors: [Double] = []
        var criticalPath = 0.0
        for _ in 0..<Self.rounds {
            let clock = ContinuousClock()
            let start = clock.now
            let usage = Bench.processorSeconds()
            let stages = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<runs {
                    group.addTask {
                        let outcome = try await council.deliberate(on: "What is it?", store: store).outcome
                        guard outcome.conclusion != nil else { throw Failed(outcome: outcome) }
                        return outcome.unreadable.isEmpty ? 3 : 4
                    }
                }
                return try await group.reduce(0, max)
            }
            walls.append(start.duration(to: clock.now).seconds)
            processors.append((Bench.processorSeconds() - usage) / Double(runs))
            criticalPath = Double(stages) * delay
        }
        Figure.line("wall_first_\(runs)", walls[0] * 1000, "ms", walls[0] / criticalPath)
        Figure.line("wall_median_\(runs)", walls.median * 1000, "ms", walls.median / criticalPath)
        Figure.line("cpu_per_run_\(runs)", processors.median * 1000, "ms", processors.median * 1000 / 4)
        let memory = Double(Bench.peakResidentBytes()) / 1_000_000
        Figure.line("peak_memory_\(runs)", memory, "MB", memory / 60)
    }

    private struct Failed: Error, CustomStringConvertible {
        var outcome: Outcome
        var description: String { outcome.failures.map(\.error.message).joined(separator: "\n") }
    }
}
