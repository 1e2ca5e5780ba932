import CouncilKit
import CouncilProviders
import Testing

@testable import CouncilTestKit
@testable import council

/// Every fault × every stage × every provider: what is expected of each cell stands in one table.
struct FaultMatrixTests {
    /// What a fault in a call comes to.
    enum Expectation: Sendable {
        /// Nothing is noticed.
        case nothing
        /// The request is repeated, and the run says why.
        case recovery
        /// The call fails with this code, and the run goes on.
        case failure(ModelError.Code)
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        var name: String
        /// What the server does with the good reply that it is about to give.
        var step: @Sendable (FaultServer.Step) -> FaultServer.Step
        /// How many requests it spoils.
        var times = Int.max
        var collect: Expectation
        var review: Expectation
        var conclude: Expectation
        /// Words of the provider that `council show` has to repeat.
        var words = ""
        /// Whether only a time limit ends it.
        var needsTime = false

        var testDescription: String { name }

        init(
            _ name: String, times: Int = .max, _ collect: Expectation, _ review: Expectation, _ conclude: Expectation,
            words: String = "", needsTime: Bool = false,
            step: @escaping @Sendable (FaultServer.Step) -> FaultServer.Step
        ) {
            self.name = name
            self.step = step
            self.times = times
            self.collect = collect
            self.review = review
            self.conclude = conclude
            self.words = words
            self.needsTime = needsTime
        }
    }

    enum Stage: String, Sendable, CaseIterable {
        case collect, review, conclude
    }

    private static let broken = Expectation.failure(.truncated)
    private static let late = Expectation.failure(.timeout)

    static let faults: [Fault] = [
        //    fault                                collect     review      conclude
        Fault("500 once", times: 1, .recovery, .recovery, .recovery, words: "boom") { _ in .error(500, "boom") },
        Fault("500", .failure(.server), .failure(.server), .failure(.server), words: "boom") { _ in
            .error(500, "boom")
        },
        Fault("529 once", times: 1, .recovery, .recovery, .recovery, words: "busy") { _ in .error(529, "busy") },
        Fault("408 once", times: 1, .recovery, .recovery, .recovery, words: "slow") { _ in .error(408, "slow") },
        Fault("429 once", times: 1, .recovery, .recovery, .recovery, words: "Rate limit") { _ in
            .rateLimited(retryAfter: 0)
        },
        Fault("gateway page once", times: 1, .recovery, .recovery, .recovery, words: "Bad Gateway") { _ in
            .htmlPage(502, title: "502 Bad Gateway")
        },
        Fault(
            "wrong key", .failure(.unauthorized), .failure(.unauthorized), .failure(.unauthorized), words: "No such key"
        ) { _ in .error(401, "No such key") },
        Fault("no credit", .failure(.noCredit), .failure(.noCredit), .failure(.noCredit), words: "Pay first") { _ in
            .error(402, "Pay first")
        },
        Fault("unknown model", .failure(.notFound), .failure(.notFound), .failure(.notFound), words: "No such model") {
            _ in .error(404, "No such model")
        },
        Fault("refused request", .failure(.badRequest), .failure(.badRequest), .failure(.badRequest), words: "Too odd")
        {
            _ in .error(400, "Too odd")
        },
        Fault("garbage", .failure(.malformed), .failure(.malformed), .failure(.malformed)) { _ in .garbageJSON },
        Fault("cut off before the first piece, once", times: 1, .recovery, .recovery, .recovery) {
            $0.cutOff(afterPieces: 0)
        },
        Fault("cut off after a piece", times: 1, broken, .recovery, broken, words: "broke off") {
            $0.cutOff(afterPieces: 2)
        },
        Fault("an end without a finish", times: 1, broken, .recovery, broken, words: "broke off") {
            $0.ending(afterPieces: 2)
        },
        Fault("error inside the reply", times: 1, .failure(.server), .recovery, .failure(.server), words: "melted") {
            $0.failing(afterPieces: 2, "The machine melted")
        },
        Fault("overloaded before the first piece, once", times: 1, .recovery, .recovery, .recovery, words: "Overloaded")
        {
            $0.overloaded(afterPieces: 0)
        },
        Fault("silence", late, late, late, words: "within", needsTime: true) { _ in .hang },
        Fault("a slow first byte", late, late, late, words: "within", needsTime: true) { $0.slowFirstByte(.forever) },
        Fault("a stream that stands still", late, late, late, words: "within", needsTime: true) {
            $0.hanging(afterPieces: 2)
        },
        Fault("content filter", .failure(.filtered), .failure(.filtered), .failure(.filtered)) { _ in .safetyBlock },
        Fault("an empty reply", .failure(.empty), .failure(.empty), .failure(.empty)) { _ in .reply([" "]) },
        Fault("characters split over chunks", .nothing, .nothing, .nothing) { $0.split(everyBytes: 1) },
        Fault("CRLF", .nothing, .nothing, .nothing) { $0.withCarriageReturns() },
        Fault("comment lines", .nothing, .nothing, .nothing) { $0.withComments() },
    ]

    @Test(arguments: faults, FaultServer.Dialect.allCases)
    func `every fault in every stage has its expected outcome`(
        fault: Fault, provider: FaultServer.Dialect
    ) async throws {
        for stage in Stage.allCases { try await expect(fault, in: stage, at: provider) }
    }

    private func expect(_ fault: Fault, in stage: Stage, at provider: FaultServer.Dialect) async throws {
        let spoilt = Watched(0)
        let script = FaultServer.Script { request in
            let stageOfRequest = StageOfPrompt(request.messages)
            let good = stageOfRequest.goodReply
            guard stageOfRequest.stage == stage else { return good }
            let number = spoilt.update { count in
                count += 1
                return count
            }
            return number <= fault.times ? fault.step(good) : good
        }
        try await FaultServer.run(script) { server in
            let clock = TestClock()
            let environment = RunEnvironment(clock: clock, randomNumber: { 0 })
            let faulty = Member(server.model(speaking: provider))
            let others = ["b/two", "c/three"].map { Member(ScriptedModel.member($0, answer: "From \($0)")) }
            let council = Council(
                members: stage == .conclude ? others : [faulty] + others,
                chairman: stage == .conclude ? faulty : others[0],
                settings: Settings(callTimeout: 30, synthesis: .plain))
            let outcome: Outcome
            if fault.needsTime {
                let seen = Watched<[CouncilEvent]>([])
                async let run = council.deliberate(on: "Why?", environment: environment).run { event in
                    seen.update { $0.append(event) }
                }
                // Only the faulty call may meet its limit: the others have ended before the clock moves.
                try await seen.wait { events in
                    events.count { $0.isOver(in: stage) } >= (stage == .conclude ? 0 : 2)
                        && events.contains { $0.isStart(in: stage) }
                }
                try await spoilt.wait { $0 > 0 }
                while !seen.value.contains(where: { $0.isFailure }) {
                    clock.advance(by: .seconds(1))
                    await Task.yield()
                }
                outcome = try await run
            } else {
                outcome = try await council.deliberate(on: "Why?", environment: environment).outcome
            }
            check(outcome, fault, stage, provider)
            // No connection is left behind.
            try await server.log.wait { log in log.requests.allSatisfy(\.isOver) }
        }
    }

    private func check(
        _ outcome: Outcome, _ fault: Fault, _ stage: Stage, _ provider: FaultServer.Dialect
    ) {
        let cell = "\(fault.name), \(stage), \(provider)"
        let text = Transcript(outcome).text()
        let role: Role =
            switch stage {
            case .collect: .member(0)
            case .review: .reviewer(0)
            case .conclude: .chairman
            }
        let expectation =
            switch stage {
            case .collect: fault.collect
            case .review: fault.review
            case .conclude: fault.conclude
            }
        #expect(outcome.conclusion != nil, "\(cell): concluded")
        #expect(text.contains(fault.words), "\(cell): the words are shown in\n\(text)")
        switch expectation {
        case .nothing:
            #expect(outcome.failures.isEmpty && outcome.setbacks.isEmpty, "\(cell): nothing noticed")
        case .recovery:
            #expect(outcome.failures.isEmpty, "\(cell): recovered, not \(outcome.failures.map(\.error.message))")
            #expect(outcome.setbacks.map(\.setback.remedy) == [.retry], "\(cell): one retry")
        case .failure(var code):
            // Anthropic has no word for a filter outside the model.
            if code == .filtered, provider == .anthropic { code = .refused }
            #expect(outcome.failure(of: role)?.code == code, "\(cell): \(outcome.failures.map(\.error.message))")
            let reason = outcome.failure(of: role)?.words(about: "faulty/model") ?? "no failure"
            #expect(text.contains(reason), "\(cell): the reason is shown")
        }
    }
}

extension FaultServer {
    fileprivate func model(speaking dialect: Dialect) -> any LanguageModel {
        let http = HTTPEndpoint(name: "faulty", baseURL: baseURL(for: dialect))
        return switch dialect {
        case .openAI: OpenAIEndpoint(http).model("model")
        case .anthropic: AnthropicEndpoint(http).model("model")
        case .gemini: GeminiEndpoint(http).model("model")
        }
    }
}

extension StageOfPrompt {
    fileprivate var stage: FaultMatrixTests.Stage {
        switch self {
        case .answer: .collect
        case .review: .review
        case .conclusion, .synthesis: .conclude
        }
    }

    fileprivate var goodReply: FaultServer.Step {
        switch self {
        case .answer: return .reply(["From ", "the ", "model 你好 🌍."])
        case .review(let answers):
            let text = ScriptedModel.reviewText(of: answers)
            return .reply([String(text.prefix(20)), String(text.dropFirst(20).prefix(9)), String(text.dropFirst(29))])
        case .conclusion, .synthesis: return .reply(["In ", "conclusion: ", "完成 ✅."])
        }
    }
}

extension CouncilEvent {
    fileprivate var isFailure: Bool { if case .failed = self { true } else { false } }

    fileprivate func isStart(in stage: FaultMatrixTests.Stage) -> Bool {
        guard case .started(let call) = self else { return false }
        return call.role.stage == stage
    }

    fileprivate func isOver(in stage: FaultMatrixTests.Stage) -> Bool {
        switch self {
        case .answered(let call, _), .reviewed(let call, _, _): call.role.stage == stage
        default: false
        }
    }
}

extension Role {
    fileprivate var stage: FaultMatrixTests.Stage {
        switch self {
        case .member: .collect
        case .reviewer: .review
        default: .conclude
        }
    }
}
