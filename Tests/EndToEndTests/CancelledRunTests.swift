import CouncilKit
import CouncilProviders
import Testing

@testable import CouncilTestKit

/// A run that is cancelled at any moment of a call, in any stage: it ends at once, no connection stays, and it can be
/// resumed. The connections are given five seconds, because other tests keep the machine busy; `make bench-reliability`
/// measures how many milliseconds it takes.
@Suite(.timeLimit(.minutes(5))) struct CancelledRunTests {
    typealias Stage = FaultMatrix.Stage

    enum Moment: Sendable, CaseIterable {
        /// The request is sent, nothing has come.
        case beforeHead
        case amongPieces
        /// The request waits for its turn in the rate limiter.
        case beforeTurn
        /// The request has failed and will be repeated.
        case beforeRetry

        func step(_ good: FaultServer.Step) -> FaultServer.Step {
            switch self {
            case .beforeHead: .hang
            case .amongPieces: good.hanging(afterPieces: 1)
            case .beforeTurn: good
            case .beforeRetry: .rateLimited(retryAfter: 30)
            }
        }

        /// Whether an event says that the moment has come for the model under test.
        func hasCome(with event: CouncilEvent, in stage: Stage) -> Bool {
            switch (self, event) {
            case (.amongPieces, .piece(let role, .text)), (.beforeTurn, .piece(let role, .waiting)):
                Stage(role) == stage && [.member(0), .reviewer(0), .chairman].contains(role)
            case (.beforeRetry, .setback(let call, _)): Stage(call.role) == stage
            default: false
            }
        }
    }

    /// A model that may send one request a minute, and none any more in the stage.
    private func model(of server: FaultServer, for stage: Stage, at moment: Moment) async throws -> any LanguageModel {
        guard moment == .beforeTurn else { return server.model(speaking: .openAI) }
        let limits = RateLimits(requestsPerMinute: 1)
        let http = HTTPEndpoint(name: "faulty", baseURL: server.baseURL, limits: limits)
        let model = OpenAIEndpoint(http).model("model")
        // A reviewer has used up its minute with its own answer, right before.
        if stage != .review { _ = try await model.reply(to: Prompt(messages: [])) { _ in } }
        return model
    }

    @Test(arguments: Moment.allCases, [Stage.collect, .review, .conclude])
    func `a run ends at once and leaves no connection`(_ moment: Moment, _ stage: Stage) async throws {
        let script = FaultServer.Script { request in
            let good = StageOfPrompt(request.messages).goodReply.step
            // The request before the run has no messages.
            let isDue = stage.includes(request.messages) && !request.messages.isEmpty
            // A connection that is kept for the next request would look like one that is left behind.
            return (isDue ? moment.step(good) : good).withHeaders(["connection": "close"])
        }
        let store = InMemoryStore()
        try await FaultServer.run(script) { server in
            let model = try await model(of: server, for: stage, at: moment)
            let council = stage.council(with: model, callTimeout: 600)
            let hasCome = Gate()
            let known = server.requests.count
            let task = Task {
                try await council.deliberate(on: "Why?", store: store).run { event in
                    if moment.hasCome(with: event, in: stage) { hasCome.open() }
                }
            }
            // Nothing tells of a request without a head but the server.
            if moment == .beforeHead {
                try await server.received(known + (stage == .review ? 2 : 1))
            } else {
                try await hasCome.pass()
            }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(await OpenConnections.left(to: server.port) == 0)
            #expect(try await #require(store.runs(limit: 1).first).state == .unfinished)
        }
    }
}
