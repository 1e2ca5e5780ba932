import CouncilKit
import CouncilTestKit
import Testing

@testable import CouncilProviders

extension FaultServer {
    /// The faulty model of the matrix.
    func model(speaking dialect: Dialect, environment: RunEnvironment = .live) -> any ProviderModel {
        FaultMatrix.model(at: baseURL(for: dialect), speaking: dialect, environment: environment)
    }
}

extension FaultMatrix {
    static func model(
        at baseURL: String, speaking dialect: FaultServer.Dialect, connectTimeout: Double = 10,
        environment: RunEnvironment = .live
    ) -> any ProviderModel {
        // Judges are asked in both orders at once.
        let http = HTTPEndpoint(
            name: "faulty", baseURL: baseURL, limits: RateLimits(requestsInFlight: 2), connectTimeout: connectTimeout,
            environment: environment)
        return switch dialect {
        case .openAI: OpenAIEndpoint(http).model("model")
        case .anthropic: AnthropicEndpoint(http).model("model")
        case .gemini: GeminiEndpoint(http).model("model")
        }
    }

    /// A model whose calls of one stage go elsewhere.
    struct Rerouted: LanguageModel {
        var model: any LanguageModel
        var elsewhere: any LanguageModel
        var stage: Stage

        var name: String { model.name }
        var endpoint: String { model.endpoint }

        func reply(
            to prompt: Prompt, emit: @Sendable (Reply.Piece) async throws -> Void
        ) async throws(ModelError) -> Reply {
            let isElsewhere = stage.includes(prompt.messages)
            return try await (isElsewhere ? elsewhere : model).reply(to: prompt, emit: emit)
        }
    }
}

extension FaultMatrix.Address {
    /// Runs a body with the faulty model, on a clock that stands still.
    func run(
        beside server: FaultServer, in stage: FaultMatrix.Stage, speaking dialect: FaultServer.Dialect,
        _ body: (any LanguageModel, RunEnvironment, TestClock) async throws -> Void
    ) async throws {
        let clock = TestClock()
        let environment = RunEnvironment(clock: clock, randomNumber: { 0 })
        let model = server.model(speaking: dialect, environment: environment)
        func rerouted(
            to baseURL: String, within timeout: Double = 10
        ) -> (whole: FaultMatrix.Rerouted, part: any ProviderModel) {
            let elsewhere = FaultMatrix.model(at: baseURL, speaking: dialect, connectTimeout: timeout)
            return (FaultMatrix.Rerouted(model: model, elsewhere: elsewhere, stage: stage), elsewhere)
        }
        func hold(_ whole: any LanguageModel, _ parts: [any ProviderModel]) async throws {
            try await body(whole, environment, clock)
            for part in parts { #expect(part.provider.http.limiter.underWay == 0, "every place is left again") }
            // The one timer of the time limits looks once more.
            #expect(clock.sleeperCount <= 1, "nobody is left asleep")
        }
        switch self {
        case .server: try await hold(model, [model])
        case .nobody:
            let (whole, part) = rerouted(to: "http://127.0.0.1:1/v1")
            try await hold(whole, [model, part])
        case .deaf:
            try await DeafServer.run { deaf in
                let (whole, part) = rerouted(to: deaf.baseURL, within: 0.05)
                try await hold(whole, [model, part])
            }
        }
    }
}
