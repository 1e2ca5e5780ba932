import AsyncHTTPClient
import Measuring

/// Many runs at once, each followed by two readers: none may be lost, no event may be missing or come twice.
struct RunsWithReaders {
    var runs: Int
    var place: ServedCouncil.Place
    /// Seconds that the longest path of a run takes where nothing is added.
    var criticalPath: Double

    private static let readersOfOne = 2
    /// Seconds that a piece may be later.
    private static let limit = 0.05

    func print() async throws {
        try await place.serve { server in try await measure(server) }
    }

    private func measure(_ server: ServedCouncil) async throws {
        let clock = ContinuousClock()
        let start = clock.now
        let records = try await withThrowingTaskGroup(of: [RunFollower.Record].self) { group in
            for number in 0..<runs {
                group.addTask {
                    let run = try await server.ask("What is it, number \(number)?")
                    return try await withThrowingTaskGroup(of: RunFollower.Record.self) { readers in
                        for _ in 0..<Self.readersOfOne {
                            readers.addTask {
                                let follower = RunFollower(run)
                                try await follower.follow(port: server.port)
                                return follower.record
                            }
                        }
                        return try await readers.reduce(into: []) { $0.append($1) }
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let wall = (clock.now - start) / .seconds(1)
        let whole = records.count { $0.end == "ended" && $0.misplaced == 0 && $0.reconnects == 0 }
        let readers = Double(runs * Self.readersOfOne)
        Figure.line("load_readers_with_every_event_\(runs)", Double(whole), "readers", Double(whole) / readers)
        Figure.line("load_wall_\(runs)", wall * 1000, "ms", wall / criticalPath)
        let delays = records.flatMap(\.delays).map(Double.init).sorted()
        Figure.line("load_pieces_followed_\(runs)", Double(delays.count), "pieces", Double(delays.count) / readers)
        for (name, share) in [("median", 0.5), ("p99", 0.99), ("worst", 1)] {
            let delay = delays.quantile(share)
            Figure.line("load_piece_delay_\(name)_\(runs)", delay * 1000, "ms", delay / Self.limit)
        }
        Figure.line(
            "load_server_cpu_per_run_\(runs)", server.processorSeconds / Double(runs) * 1000, "ms",
            server.processorSeconds / wall)
        let memory = server.memory("VmHWM") / 1e6
        Figure.line("load_server_peak_memory_\(runs)", memory, "MB", memory / Double(runs))
    }
}
