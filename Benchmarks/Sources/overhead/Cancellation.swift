import CouncilKit
import CouncilTestKit
import Measuring

/// How long it takes from the cancellation of a run until the server sees its connections closed.
struct Cancellation {
    private static let rounds = 30
    /// The limit in seconds.
    private static let limit = 0.1

    func print() async throws {
        var times: [Double] = []
        for _ in 0..<Self.rounds { times.append(try await time()) }
        Figure.line("cancellation_median", times.median * 1000, "ms", times.median / Self.limit)
        let worst = times.max() ?? 0
        Figure.line("cancellation_worst", worst * 1000, "ms", worst / Self.limit)
    }

    /// Cancels a run whose four members have begun to answer and say no more.
    private func time() async throws -> Double {
        let script = FaultServer.Script { _ in .reply(["Hel", "lo"]).hanging(afterPieces: 1) }
        return try await FaultServer.run(script) { server in
            let (pieces, piece) = AsyncStream<Void>.makeStream()
            let council = Bench.council(at: server.baseURL)
            let run = Task {
                try await council.deliberate(on: "What is it?").run { event in
                    if case .piece(_, .text) = event { piece.yield() }
                }
            }
            var begun = 0
            for await _ in pieces {
                begun += 1
                if begun == 4 { break }
            }
            let clock = ContinuousClock()
            let start = clock.now
            run.cancel()
            for number in 0..<4 { try await server.clientLeft(number) }
            return start.duration(to: clock.now).seconds
        }
    }
}
