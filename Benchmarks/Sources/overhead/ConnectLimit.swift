import CouncilKit
import CouncilProviders
import CouncilTestKit
import Measuring

/// How long a call takes to fail whose server lets nobody in, beside the limit for the connection.
struct ConnectLimit {
    private static let rounds = 10
    /// The limit in seconds.
    private static let limit = 0.5

    func print() async throws {
        var times: [Double] = []
        for _ in 0..<Self.rounds { times.append(try await time()) }
        Figure.line("connect_limit_median", times.median * 1000, "ms", times.median / Self.limit)
        let worst = times.max() ?? 0
        Figure.line("connect_limit_worst", worst * 1000, "ms", worst / Self.limit)
    }

    private func time() async throws -> Double {
        try await DeafServer.run { server in
            let endpoint = HTTPEndpoint(name: "deaf", baseURL: server.baseURL, connectTimeout: Self.limit)
            let clock = ContinuousClock()
            let start = clock.now
            _ = try? await OpenAIModel("x", at: OpenAIEndpoint(endpoint)).reply(to: Prompt(messages: [])) { _ in }
            return start.duration(to: clock.now).seconds
        }
    }
}
