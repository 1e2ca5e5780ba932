import CouncilKit
import CouncilProviders
import CouncilSQLite
import FoundationEssentials
import Glibc

/// Some runs at once, several rounds of them.
struct Measurement {
    var runs: Int
    var baseURL: String
    /// Seconds that the server takes for a call.
    var delay: Double

    private static let rounds = 5

    func print() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "council-overhead-\(getpid())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try SQLiteStore(path: folder.appending(path: "journal.sqlite").path())
        let endpoint = OpenAIEndpoint(name: "delayed", baseURL: baseURL)
        let members = (1...4).map { Member(OpenAIModel("model-\($0)", at: endpoint)) }
        let council = Council(members: members, chairman: members[0], settings: Settings(synthesis: .plain))

        var walls: [Double] = []
        var processors: [Double] = []
        var criticalPath = 0.0
        for _ in 0..<Self.rounds {
            let clock = ContinuousClock()
            let start = clock.now
            let usage = Self.processorSeconds()
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
            processors.append((Self.processorSeconds() - usage) / Double(runs))
            criticalPath = Double(stages) * delay
        }
        line("wall_first_\(runs)", walls[0] * 1000, "ms", walls[0] / criticalPath)
        line("wall_median_\(runs)", walls.median * 1000, "ms", walls.median / criticalPath)
        line("cpu_per_run_\(runs)", processors.median * 1000, "ms", processors.median * 1000 / 4)
        let memory = Double(Self.peakResidentBytes()) / 1_000_000
        line("peak_memory_\(runs)", memory, "MB", memory / 60)
    }

    private func line(_ name: String, _ value: Double, _ unit: String, _ ratio: Double) {
        Swift.print("\(name) \(rounded(value, to: 100)) \(unit) \(rounded(ratio, to: 1000))")
        fflush(nil)
    }

    private func rounded(_ value: Double, to scale: Double) -> Double {
        (value * scale).rounded() / scale
    }

    private struct Failed: Error, CustomStringConvertible {
        var outcome: Outcome
        var description: String { outcome.failures.map(\.error.message).joined(separator: "\n") }
    }

    private static func usage() -> rusage {
        var usage = rusage()
        getrusage(RUSAGE_SELF.rawValue, &usage)
        return usage
    }

    private static func processorSeconds() -> Double {
        let usage = usage()
        return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
            + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    }

    private static func peakResidentBytes() -> Int { usage().ru_maxrss * 1024 }
}

extension [Double] {
    var median: Double { sorted()[count / 2] }
}
