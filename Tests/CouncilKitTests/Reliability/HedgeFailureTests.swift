import CouncilTestKit
import Synchronization
import Testing

@testable import CouncilKit

/// Who is asked where the second request of a race fails.
struct HedgeFailureTests {
    private let clock = TestClock()

    /// Moves the clock until the second request is made, then lets the run come to its end.
    /// - Parameter meanwhile: What happens when both are under way.
    private func run(
        _ model: ScriptedModel, against other: ScriptedModel, meanwhile: (Watch) async throws -> Void = { _ in }
    ) async throws -> Outcome {
        let watch = Watch()
        let council = council(
            Member(model, fallbacks: [other]), settings: Settings(hedging: Hedging(initialDelay: 3)))
        async let outcome = council.deliberate(on: "Why?", environment: .calm(clock)).run { watch.note($0) }
        try await watch.saw(2, \.isAnswer)
        await watch.move(clock, until: \.isSetback)
        try await meanwhile(watch)
        return try await outcome
    }

    @Test func `where both fail the call has failed`() async throws {
        let gate = Gate()
        let error = ModelError(.badRequest, "a/one: no", status: 400)
        let failing = ScriptedModel("a/one") { prompt in
            guard case .answer = StageOfPrompt(prompt) else { return .text("") }
            try await gate.pass()
            throw error
        }
        let fallback = ScriptedModel("f/fallback") { _ in
            gate.open()
            throw ModelError(.badRequest, "f/fallback: no", status: 400)
        }
        let outcome = try await run(failing, against: fallback)
        #expect(outcome.failure(of: .member(0))?.code == .badRequest)
        #expect(outcome.setbacks.map(\.setback.remedy) == [.hedge, .fallback])
        #expect(fallback.prompts.count == 1)
        #expect(outcome.conclusion?.source == .chairman)
    }

    @Test func `if the first one has failed and the second one breaks off neither is asked again`() async throws {
        let (fail, go) = (Gate(), Gate())
        let failing = ScriptedModel("a/one") { prompt in
            if case .review(let answers) = StageOfPrompt(prompt) { return .text(ScriptedModel.reviewText(of: answers)) }
            try await fail.pass()
            throw ModelError(.badRequest, "a/one: no", status: 400)
        }
        let broken = ModelError(.truncated, "f/fallback: the reply broke off")
        let fallback = ScriptedModel("f/fallback") { _ in
            fail.open()
            try await go.pass()
            return .failure(broken, after: [.text("Half of it")])
        }
        let outcome = try await run(failing, against: fallback) { watch in
            try await watch.saw { if case .setback(_, let setback) = $0 { setback.remedy == .fallback } else { false } }
            go.open()
        }
        #expect(outcome.failure(of: .member(0))?.code != nil)
        #expect(failing.prompts.filter { if case .answer = StageOfPrompt($0) { true } else { false } }.count == 1)
        #expect(fallback.prompts.count == 1)
    }

    @Test func `if the second one wins and breaks off the first one is asked again, not the second`() async throws {
        let broken = ModelError(.truncated, "f/fallback: the reply broke off")
        let fallback = ScriptedModel("f/fallback") { _ in .failure(broken, after: [.text("Half of it")]) }
        let asked = Mutex(0)
        let slow = ScriptedModel("a/one") { prompt in
            if case .review(let answers) = StageOfPrompt(prompt) { return .text(ScriptedModel.reviewText(of: answers)) }
            let isFirst = asked.withLock { asked in
                asked += 1
                return asked == 1
            }
            return isFirst ? .silence : .text("From a/one")
        }
        let outcome = try await run(slow, against: fallback)
        #expect(outcome.answers[0]?.text == "From a/one")
        #expect(outcome.answers[0]?.answeredBy == nil)
        #expect(fallback.prompts.count == 1)
        let setbacks = outcome.setbacks.map(\.setback)
        #expect(setbacks.map(\.remedy) == [.hedge, .fallback])
        #expect(setbacks.last?.model == "a/one")
        #expect(setbacks.last?.error?.partial == "Half of it")
    }
}
