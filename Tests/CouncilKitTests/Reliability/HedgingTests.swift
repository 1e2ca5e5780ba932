import CouncilKit
import CouncilTestKit
import Testing

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
