import CouncilTestKit
import Testing

@testable import CouncilKit

struct HedgingTests {
    private let clock = TestClock()
    private let fallback = ScriptedModel.member("f/fallback", answer: "From f/fallback")
    private let settings = Settings(hedging: Hedging(initialDelay: 3))
    /// Never answers the question.
    private let silent = ScriptedModel("a/one") { prompt in
        if case .answer = StageOfPrompt(prompt) { .silence } else { .text("") }
    }

    private func run(
        _ model: ScriptedModel, against other: ScriptedModel, settings: Settings, watch: Watch
    ) async throws -> Outcome {
        try await council(Member(model, fallbacks: [other]), settings: settings)
            .deliberate(on: "Why?", environment: .calm(clock)).run { watch.note($0) }
    }

    @Test func `a slow member's fallback is asked as well and its answer counts`() async throws {
        let watch = Watch()
        async let run = run(silent, against: fallback, settings: settings, watch: watch)
        try await watch.saw(2, \.isAnswer)
        await watch.move(clock, until: \.isSetback)
        let outcome = try await run
        #expect(outcome.answers[0]?.answeredBy == "f/fallback")
        #expect(outcome.setbacks.first?.setback.remedy == .hedge)
    }

    @Test func `the loser is cancelled`() async throws {
        let watch = Watch()
        async let run = run(silent, against: fallback, settings: settings, watch: watch)
        try await watch.saw(2, \.isAnswer)
        await watch.move(clock, until: \.isSetback)
        _ = try await run
        #expect(silent.cancellations == 1)
    }

    @Test func `the run records why the first request failed, and what that has cost, although the second one answers`()
        async throws
    {
        let (fail, answer) = (Gate(), Gate())
        @Sendable func isFailure(_ event: CouncilEvent) -> Bool {
            if case .setback(_, let setback) = event { setback.error?.code == .empty } else { false }
        }
        let usage = Usage(input: 10, output: 20)
        let thinker = ScriptedModel("a/one") { prompt in
            guard case .answer = StageOfPrompt(prompt) else { return .text("") }
            try await fail.pass()
            return .pieces([], usage: usage, stopReason: .length)
        }
        let other = ScriptedModel("f/fallback") { prompt in
            if case .answer = StageOfPrompt(prompt) { try await answer.pass() }
            return .text("From f/fallback")
        }
        let watch = Watch()
        async let run = run(thinker, against: other, settings: settings, watch: watch)
        try await watch.saw(2, \.isAnswer)
        await watch.move(clock, until: \.isSetback)
        fail.open()
        try await watch.saw { isFailure($0) }
        answer.open()
        let outcome = try await run
        #expect(outcome.answers[0]?.answeredBy == "f/fallback")
        #expect(outcome.setbacks.first { $0.setback.error != nil }?.setback.error?.billing?.usage == usage)
    }

    @Test func `a member that begins in time is not hedged`() async throws {
        _ = try await run(.member("a/one", answer: "A"), against: fallback, settings: settings, watch: Watch())
        #expect(fallback.prompts.isEmpty)
    }

    @Test func `without hedging a slow member is waited for`() async throws {
        let gate = Gate()
        let slow = ScriptedModel("a/one") { prompt in
            guard case .answer = StageOfPrompt(prompt) else { return .text("") }
            try await gate.pass()
            return .text("At last.")
        }
        let watch = Watch()
        async let run = run(slow, against: fallback, settings: Settings(), watch: watch)
        try await watch.saw(2, \.isAnswer)
        gate.open()
        #expect(try await run.answers[0]?.text == "At last.")
    }

    @Test func `a first request that wins after all cancels the second`() async throws {
        let gate = Gate()
        let slow = ScriptedModel("a/one") { prompt in
            guard case .answer = StageOfPrompt(prompt) else { return .text("") }
            try await gate.pass()
            return .text("At last.")
        }
        let silent = ScriptedModel("f/fallback") { prompt in
            if case .answer = StageOfPrompt(prompt) { .silence } else { .text("") }
        }
        let watch = Watch()
        async let run = run(slow, against: silent, settings: settings, watch: watch)
        try await watch.saw(2, \.isAnswer)
        await watch.move(clock, until: \.isSetback)
        gate.open()
        let outcome = try await run
        #expect(outcome.answers[0]?.text == "At last.")
        #expect(outcome.answers[0]?.answeredBy == nil)
    }
}

/// When the second request is sent, and what becomes of it.
extension HedgingTests {
    private func run(
        _ model: ScriptedModel, settings: Settings, in environment: RunEnvironment, watch: Watch
    ) async throws -> Outcome {
        try await council(Member(model, fallbacks: [fallback]), settings: settings)
            .deliberate(on: "Why?", environment: environment).run { watch.note($0) }
    }

    @Test func `time in which the first request waits for its turn does not make it slow`() async throws {
        let turn = Gate()
        let waiting = ScriptedModel("a/one") { prompt in
            guard case .answer = StageOfPrompt(prompt) else { return .text("") }
            try await TimeLimit.paused { try await turn.pass() }
            return .text("My turn.")
        }
        let watch = Watch()
        async let run = run(waiting, against: fallback, settings: settings, watch: watch)
        try await watch.saw(2, \.isAnswer)
        try await turn.reached()
        for _ in 0..<60 {
            await clock.sleepers(1)
            clock.advance(by: .seconds(1))
        }
        turn.open()
        let outcome = try await run
        #expect(outcome.answers[0]?.text == "My turn.")
        #expect(!outcome.setbacks.contains { $0.setback.remedy == .hedge })
    }

    @Test func `a member that is slower than 95 of its last 100 calls is hedged`() async throws {
        let environment = RunEnvironment.calm(clock)
        for _ in 0..<20 { environment.latencies.note(2, of: "a/one") }
        let watch = Watch()
        async let run = run(silent, settings: Settings(hedging: Hedging()), in: environment, watch: watch)
        try await watch.saw(2, \.isAnswer)
        let start = clock.now
        await watch.move(clock, until: \.isSetback)
        #expect(start.duration(to: clock.now) >= .seconds(1.9))
        #expect(try await run.answers[0]?.answeredBy == "f/fallback")
    }

    @Test func `nobody is hedged as long as too little is known and no delay is set`() async throws {
        let watch = Watch()
        let settings = Settings(callTimeout: 30, hedging: Hedging())
        async let run = run(silent, settings: settings, in: .calm(clock), watch: watch)
        try await watch.saw(2, \.isAnswer)
        await watch.move(clock, by: .seconds(1), until: \.isSetback)
        #expect(!(try await run.setbacks.contains { $0.setback.remedy == .hedge }))
    }

    @Test func `a fallback that keeps failing is not asked as well`() async throws {
        let environment = RunEnvironment.calm(clock)
        for _ in 0..<5 { environment.circuitBreakers.note(ModelError(.server, "f/fallback: 503"), of: fallback) }
        let watch = Watch()
        var settings = settings
        settings.callTimeout = 10
        async let run = run(silent, settings: settings, in: environment, watch: watch)
        try await watch.saw(2, \.isAnswer)
        await watch.move(clock, by: .seconds(1), until: \.isFailure)
        let outcome = try await run
        #expect(outcome.setbacks.map(\.setback.remedy) == [.fallback])
        #expect(fallback.prompts.isEmpty)
    }

    @Test func `a hedge that cannot be recorded gives the probe of its endpoint back`() async throws {
        struct Left: Error {}
        let environment = RunEnvironment.calm(clock)
        for _ in 0..<5 { environment.circuitBreakers.note(ModelError(.server, "f/fallback: 503"), of: fallback) }
        clock.advance(by: .seconds(30))
        let council = council(Member(silent, fallbacks: [fallback]), settings: settings)
        let watch = Watch()
        async let run = council.deliberate(on: "Why?", environment: environment).run { event in
            watch.note(event)
            if event.isSetback { throw Left() }
        }
        try await watch.saw(2, \.isAnswer)
        await watch.move(clock, until: \.isSetback)
        _ = try? await run
        #expect(environment.circuitBreakers.refusal(of: fallback) == nil)
    }

    @Test func `when the stage is over while both are slow, nobody has failed but for the time`() async throws {
        let other = ScriptedModel("f/fallback") { prompt in
            if case .answer = StageOfPrompt(prompt) { .silence } else { .text("") }
        }
        let watch = Watch()
        let settings = Settings(stageTimeout: 20, hedging: Hedging(initialDelay: 3))
        async let run = run(silent, against: other, settings: settings, watch: watch)
        try await watch.saw(2, \.isAnswer)
        await watch.move(clock, by: .seconds(1), until: \.isFailure)
        let outcome = try await run
        #expect(outcome.setbacks.map(\.setback.remedy) == [.hedge])
        #expect(outcome.failure(of: .member(0))?.code == .timeout)
        #expect(other.prompts.count == 1)
    }

    @Test func `a reply that is complete when the stage is over counts, also with a hedge under way`() async throws {
        let model = ScriptedModel("a/one") { prompt in
            guard case .answer = StageOfPrompt(prompt) else { return .text("") }
            // The provider does not notice the cancellation: the reply is there, and paid for.
            while !Task.isCancelled { await Task.yield() }
            return .pieces([], usage: Usage(input: 1, output: 1), stopReason: .finished)
        }
        let whole = Whole(model: model)
        let watch = Watch()
        let settings = Settings(stageTimeout: 20, hedging: Hedging(initialDelay: 3))
        let other = ScriptedModel("f/fallback") { prompt in
            if case .answer = StageOfPrompt(prompt) { .silence } else { .text("") }
        }
        async let run = council(Member(whole, fallbacks: [other]), settings: settings)
            .deliberate(on: "Why?", environment: .calm(clock)).run { watch.note($0) }
        try await watch.saw(2, \.isAnswer)
        await watch.move(clock, by: .seconds(1)) { $0.isFailure || $0.isConclusion }
        #expect(try await run.answers[0]?.text == "Complete.")
    }

    /// Replies without a piece.
    private struct Whole: LanguageModel {
        var model: ScriptedModel
        var name: String { model.name }

        func reply(
            to prompt: Prompt, emit: @Sendable (Reply.Piece) async throws -> Void
        ) async throws(ModelError) -> Reply {
            var reply = try await model.reply(to: prompt, emit: emit)
            reply.text = "Complete."
            return reply
        }
    }

    /// Both fail while the other one is under way: the first one to fail, the other, and what the model did.
    @Test(arguments: [true, false])
    func `what the model itself has failed with decides whether it is asked again`(modelFailsFirst: Bool) async throws {
        let (late, overloaded) = (ModelError(.timeout, "a/one: late"), ModelError(.server, "f/fallback: 503"))
        let (first, second) = (Gate(), Gate())
        let model = ScriptedModel("a/one") { prompt in
            guard case .answer = StageOfPrompt(prompt) else { return .text("") }
            try await (modelFailsFirst ? first : second).pass()
            return .failure(late)
        }
        let other = ScriptedModel("f/fallback") { prompt in
            guard case .answer = StageOfPrompt(prompt) else { return .text("") }
            try await (modelFailsFirst ? second : first).pass()
            return .failure(overloaded)
        }
        let watch = Watch()
        async let run = run(
            model, against: other, settings: Settings(retries: 1, hedging: Hedging(initialDelay: 3)), watch: watch)
        try await watch.saw(2, \.isAnswer)
        await watch.move(clock, until: \.isSetback)
        first.open()
        try await watch.saw(2, \.isSetback)
        second.open()
        _ = try await run
        #expect(model.prompts.count { StageOfPrompt($0) == .answer } == 1)
    }

    @Test func `what was given up as too slow counts as slow`() async throws {
        let environment = RunEnvironment.calm(clock)
        for _ in 0..<200 { environment.latencies.note(2, of: "a/one") }
        for _ in 0..<11 {
            let watch = Watch()
            async let run = run(silent, settings: Settings(hedging: Hedging()), in: environment, watch: watch)
            try await watch.saw(2, \.isAnswer)
            await watch.move(clock, by: .seconds(5), until: \.isSetback)
            _ = try await run
        }
        #expect(try #require(environment.latencies.percentile95(of: "a/one")) > 2)
    }
}
