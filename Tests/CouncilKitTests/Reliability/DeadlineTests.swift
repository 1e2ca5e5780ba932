import CouncilKit
import CouncilTestKit
import Testing

struct DeadlineTests {
    private let clock = TestClock()

    @Test func `a reply that does not begin in time fails at the first-token limit`() async throws {
        let silent = ScriptedModel("a/one") { _ in .silence }
        let watch = Watch()
        async let run = council(Member(silent), settings: Settings(callTimeout: 600, firstTokenTimeout: 10))
            .deliberate(on: "Why?", environment: .calm(clock)).run { watch.note($0) }
        try await watch.saw(2, \.isAnswer)
        await watch.move(clock, by: .seconds(1), until: \.isFailure)
        #expect(
            try await run.failure(of: .member(0))?.message == "a/one: no beginning of a reply within 10 s.")
    }

    @Test func `a reply that has begun has the whole time`() async throws {
        let gate = Gate()
        let slow = Slow(name: "a/one", gate: gate)
        let watch = Watch()
        async let run = council(Member(slow), settings: Settings(callTimeout: 600, firstTokenTimeout: 10))
            .deliberate(on: "Why?", environment: .calm(clock)).run { watch.note($0) }
        try await watch.saw(2, \.isAnswer)
        try await gate.reached()
        for _ in 0..<60 {
            clock.advance(by: .seconds(1))
            await Task.yield()
        }
        gate.open()
        #expect(try await run.answers[0]?.text == "Slow.")
    }

    @Test func `calls that are under way when the stage's time is over have failed`() async throws {
        let silent = ScriptedModel("a/one") { _ in .silence }
        let watch = Watch()
        async let run = council(Member(silent), settings: Settings(stageTimeout: 20))
            .deliberate(on: "Why?", environment: .calm(clock)).run { watch.note($0) }
        try await watch.saw(2, \.isAnswer)
        await watch.move(clock, by: .seconds(1), until: \.isFailure)
        let outcome = try await run
        #expect(outcome.failure(of: .member(0))?.code == .timeout)
        #expect(outcome.conclusion?.source == .chairman)
    }

    @Test func `a chairman that hangs until the stage's time is over leaves the chair to a member`() async throws {
        let silent = ScriptedModel("x/chair") { _ in .silence }
        let watch = Watch()
        async let run = council(
            Member(ScriptedModel.member("a/one", answer: "From a/one")), chairman: Member(silent),
            settings: Settings(stageTimeout: 20)
        ).deliberate(on: "Why?", environment: .calm(clock)).run { watch.note($0) }
        try await watch.saw { if case .started(let call) = $0 { call.role == .chairman } else { false } }
        await watch.move(clock, by: .seconds(1), until: \.isFailure)
        #expect(try await run.conclusion?.source == .actingChairman)
    }

    @Test func `when the run's time is over the best answer is the final one`() async throws {
        let silent = ScriptedModel("x/chair") { _ in .silence }
        let watch = Watch()
        async let run = council(
            Member(ScriptedModel.member("a/one", answer: "From a/one")), chairman: Member(silent),
            settings: Settings(runTimeout: 60)
        ).deliberate(on: "Why?", environment: .calm(clock)).run { watch.note($0) }
        try await watch.saw { if case .started(let call) = $0 { call.role == .chairman } else { false } }
        await watch.move(clock, by: .seconds(1), until: \.isConclusion)
        #expect(try await run.conclusion?.source == .topRanked)
    }

    /// Begins at once and goes on when the gate opens.
    private struct Slow: LanguageModel {
        var name: String
        var gate: Gate

        func reply(
            to prompt: Prompt, emit: @Sendable (Reply.Piece) async throws -> Void
        ) async throws(ModelError) -> Reply {
            do {
                try await emit(.text("Slow."))
                if case .answer = StageOfPrompt(prompt) { try await gate.pass() }
                return Reply(text: "Slow.")
            } catch {
                throw ModelError(.cancelled, "\(name): cancelled")
            }
        }
    }
}
