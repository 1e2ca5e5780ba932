import CouncilKit
import CouncilProviders
import CouncilTestKit
import FoundationEssentials
import Testing

/// Waiting for a turn, on a clock that the test moves.
@Suite(.timeLimit(.minutes(5))) struct RateLimiterTests {
    private static let all = ProviderProtocol.allCases
    /// Wed, 25 Nov 2026 02:00:00 GMT
    private static let date = Date(timeIntervalSince1970: 1_795_572_000)
    private let clock = TestClock()
    private var environment: RunEnvironment { RunEnvironment(clock: clock, now: { Self.date }) }

    /// Asks until the answer is there; a wait has to be of so many seconds, and then they pass.
    private func answer(
        of model: any LanguageModel, to prompt: Prompt = .question, after seconds: Double
    ) async -> (text: String?, pieces: [Reply.Piece]) {
        let pieces = Pieces()
        async let result = model.answer(to: prompt) { pieces.append($0) }
        await clock.sleepers(1)
        clock.advance(by: .seconds(seconds))
        return (await result.reply?.text, pieces.values)
    }

    @Test func `what exceeds the requests a minute waits and says so once`() async throws {
        try await FaultServer.run(.always(.reply("yes"))) { server in
            let model = server.model(
                speaking: .openAI, limits: RateLimits(requestsPerMinute: 2), environment: environment)
            for _ in 0..<2 { #expect(await model.answer().reply?.text == "yes") }
            let (text, pieces) = await answer(of: model, after: 30)
            #expect(text == "yes")
            #expect(pieces == [.waiting(Reply.Wait(for: "openai", seconds: 30)), .text("yes")])
        }
    }

    @Test func `tokens a minute are estimated, then corrected by what the reply took`() async throws {
        try await FaultServer.run(.always(.reply("yes"))) { server in
            let model = server.model(
                speaking: .openAI, limits: RateLimits(tokensPerMinute: 600), environment: environment)
            let messages = [Prompt.Message(.user, String(repeating: "x", count: 800))]
            // Each is estimated as 500 and takes 8, so the second one need not wait.
            for _ in 0..<2 {
                #expect(await model.answer(to: Prompt(messages: messages, maximumTokens: 300)).reply?.text == "yes")
            }
            // 600 are wanted and 584 there; ten come back in a second.
            let large = Prompt(messages: messages, maximumTokens: 400)
            let (text, pieces) = await answer(of: model, to: large, after: 2)
            #expect(text == "yes")
            #expect(pieces.first == .waiting(Reply.Wait(for: "openai", seconds: 2)))
        }
    }

    @Test func `a limit of one model leaves the others alone`() async throws {
        try await FaultServer.run(.always(.reply("yes"))) { server in
            let model = server.model(
                speaking: .openAI, modelLimits: ["gpt-x": RateLimits(requestsPerMinute: 1)], environment: environment)
            #expect(await model.answer().reply?.text == "yes")
            #expect(await model.provider.model("other").answer().reply?.text == "yes")
            #expect(await answer(of: model, after: 60).text == "yes")
        }
    }

    @Test(arguments: all)
    func `a provider that wants to be left alone is, by all calls to the model`(
        _ dialect: ProviderProtocol
    ) async throws {
        try await FaultServer.run([.rateLimited(retryAfter: 12), .reply("yes")]) { server in
            let model = server.model(speaking: dialect, environment: environment)
            let error = try #require(await model.answer().error)
            #expect(error.retryAfter == 12)
            #expect(error.code == .rateLimited)
            let (text, pieces) = await answer(of: model.provider.model("gpt-x"), after: 12)
            #expect(text == "yes")
            #expect(pieces.first == .waiting(Reply.Wait(for: dialect.rawValue, seconds: 12)))
        }
    }

    @Test func `nobody waits for a provider that wants to be left alone for long`() async throws {
        try await FaultServer.run([.rateLimited(retryAfter: 3600)]) { server in
            let model = server.model(speaking: .gemini, environment: environment)
            _ = await model.answer()
            let error = try #require(await model.answer().error)
            #expect(
                error.message
                    == "gemini/gpt-x: not asked, because the provider wants to be left alone for another 3600 s")
            #expect(error.retryAfter == 3600)
            #expect(server.requests.count == 1)
        }
    }

    @Test func `a limit that the provider states for a day holds nobody back for long`() async throws {
        let step = FaultServer.Step.reply("yes").withRequestLimit(10, remaining: 0, reset: 86_400)
        try await FaultServer.run(.always(step)) { server in
            let model = server.model(speaking: .openAI, environment: environment)
            #expect(await model.answer().reply?.text == "yes")
            #expect(await answer(of: model, after: 60).text == "yes")
        }
    }

    @Test func `a date says when to ask again`() async throws {
        let step = FaultServer.Step.error(503, "busy", headers: ["retry-after": "Wed, 25 Nov 2026 02:00:40 GMT"])
        try await FaultServer.run([step, .reply("yes")]) { server in
            let model = server.model(speaking: .anthropic, environment: environment)
            #expect(await model.answer().error?.retryAfter == 40)
            #expect(await answer(of: model, after: 40).text == "yes")
        }
    }

    @Test(arguments: [ProviderProtocol.openAI, .anthropic])
    func `a limit that the provider states is kept`(_ dialect: ProviderProtocol) async throws {
        let step = FaultServer.Step.reply("yes").withRequestLimit(5, remaining: 0, reset: 50, now: Self.date)
        try await FaultServer.run(.always(step)) { server in
            let model = server.model(speaking: dialect, environment: environment)
            #expect(await model.answer().reply?.text == "yes")
            let (text, pieces) = await answer(of: model, after: 10)
            #expect(text == "yes")
            #expect(pieces.first == .waiting(Reply.Wait(for: dialect.rawValue, seconds: 10)))
        }
    }

    @Test(arguments: [(nil, 10), (30, 2)] as [(Int?, Double)])
    func `what is left counts although nobody says of how much`(_ limit: Int?, _ seconds: Double) async throws {
        // As Azure does, whose limits are set by the user or not known.
        let step = FaultServer.Step.reply("yes").withHeaders(["x-ratelimit-remaining-requests": "0"])
        let script: FaultServer.Script = [.reply("yes"), step, .reply("yes"), .reply("yes")]
        try await FaultServer.run(script) { server in
            let model = server.model(
                speaking: .openAI, limits: RateLimits(requestsPerMinute: limit), environment: environment)
            for _ in 0..<2 { #expect(await model.answer().reply?.text == "yes") }
            let (text, pieces) = await answer(of: model, after: seconds)
            #expect(text == "yes")
            #expect(pieces.first == .waiting(Reply.Wait(for: "openai", seconds: seconds)))
        }
    }

    @Test func `a call that is cancelled while it waits takes nothing`() async throws {
        try await FaultServer.run(.always(.reply("yes"))) { server in
            let model = server.model(
                speaking: .openAI, limits: RateLimits(requestsPerMinute: 1), environment: environment)
            #expect(await model.answer().reply?.text == "yes")
            let waiting = Task { await model.answer() }
            await clock.sleepers(1)
            waiting.cancel()
            #expect(await waiting.value.error?.code == .cancelled)
            #expect(await answer(of: model, after: 60).text == "yes")
            #expect(server.requests.count == 2)
        }
    }

    @Test func `the time limit of a call stands still while it waits`() async throws {
        try await FaultServer.run(.always(.reply("yes"))) { server in
            let environment = environment
            let model = server.model(
                speaking: .openAI, limits: RateLimits(requestsPerMinute: 1), environment: environment)
            #expect(await model.answer().reply?.text == "yes")
            async let reply = environment.deadlines.limit(.seconds(5), late: { _ in nil }) {
                await model.answer().reply?.text
            }
            // One looks after the time limit, one waits.
            await clock.sleepers(2)
            clock.advance(by: .seconds(60))
            #expect(await reply == "yes")
        }
    }

    @Test func `who waits long for a place among the requests in flight says so`() async throws {
        let gate = Gate()
        try await FaultServer.run(.always(.reply("yes").delayed(.gate(gate)))) { server in
            let model = server.model(
                speaking: .openAI, limits: RateLimits(requestsInFlight: 1), environment: environment)
            async let first = model.answer()
            try await server.received(1)
            let pieces = Pieces()
            async let second = model.answer { piece in
                pieces.append(piece)
                gate.open()
            }
            await clock.sleepers(1)
            clock.advance(by: .seconds(1))
            #expect(await first.reply?.text == "yes")
            #expect(await second.reply?.text == "yes")
            #expect(pieces.values == [.waiting(Reply.Wait(for: "openai")), .text("yes")])
        }
    }

    @Test func `a reader that has enough while a call waits gives the place to the next`() async throws {
        let gate = Gate()
        try await FaultServer.run(.always(.reply("yes").delayed(.gate(gate)))) { server in
            let model = server.model(
                speaking: .openAI, limits: RateLimits(requestsInFlight: 1), environment: environment)
            async let first = model.answer()
            try await server.received(1)
            async let second = model.answer { _ in throw CancellationError() }
            await clock.sleepers(1)
            clock.advance(by: .seconds(1))
            #expect(await second.error?.code == .cancelled)
            gate.open()
            _ = await first
            #expect(await model.answer().reply?.text == "yes")
        }
    }
}
