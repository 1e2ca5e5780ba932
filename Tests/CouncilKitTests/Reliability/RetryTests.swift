import CouncilKit
import CouncilTestKit
import Synchronization
import Testing

struct RetryTests {
    private let overloaded = ModelError(.server, "a/one: 529 Overloaded", status: 529)

    @Test func `a passing failure is repeated and the member answers`() async throws {
        let failing = Failing("a/one", overloaded, times: 2)
        let outcome = try await council(Member(failing.model)).deliberate(on: "Why?", environment: .calm()).outcome
        #expect(outcome.answers[0]?.text == "From a/one")
        #expect(failing.calls() == 3)
    }

    @Test func `every repeated request is told in the run with the provider's words`() async throws {
        let failing = Failing("a/one", overloaded, times: 2)
        let outcome = try await council(Member(failing.model)).deliberate(on: "Why?", environment: .calm()).outcome
        #expect(outcome.setbacks.map(\.setback.remedy) == [.retry, .retry])
        #expect(outcome.setbacks.allSatisfy { $0.setback.error == overloaded })
    }

    @Test func `a member that goes on failing fails with its last error`() async throws {
        let failing = Failing("a/one", overloaded, times: .max)
        let outcome = try await council(Member(failing.model)).deliberate(on: "Why?", environment: .calm()).outcome
        #expect(outcome.failure(of: .member(0)) == overloaded)
        #expect(failing.calls() == 3)
    }

    @Test func `the number of retries is a setting`() async throws {
        let failing = Failing("a/one", overloaded, times: .max)
        _ = try await council(Member(failing.model), settings: Settings(retries: 0))
            .deliberate(on: "Why?", environment: .calm()).outcome
        #expect(failing.calls() == 1)
    }

    @Test func `an answer whose text had begun is not asked for again`() async throws {
        let failing = Failing("a/one", ModelError(.truncated, "a/one: broke off"), after: [.text("Half an")])
        let outcome = try await council(Member(failing.model)).deliberate(on: "Why?", environment: .calm()).outcome
        #expect(outcome.failure(of: .member(0))?.code == .truncated)
        #expect(failing.calls() == 1)
    }

    @Test func `a review that broke off is asked for again`() async throws {
        let failing = Failing(
            "a/one", ModelError(.truncated, "a/one: broke off"), after: [.text("{\"reviews\"")],
            in: { if case .review = $0 { true } else { false } })
        let outcome = try await council(Member(failing.model)).deliberate(on: "Why?", environment: .calm()).outcome
        #expect(outcome.reviews.count == 3)
    }

    @Test func `a refused key is not tried again`() async throws {
        let failing = Failing("a/one", ModelError(.unauthorized, "a/one: 401", status: 401))
        _ = try await council(Member(failing.model)).deliberate(on: "Why?", environment: .calm()).outcome
        #expect(failing.calls() == 1)
    }

    @Test func `the council's own time limit is not repeated: the call was paid for`() async throws {
        let clock = TestClock()
        let silent = ScriptedModel("a/one") { _ in .silence }
        let seen = Watch()
        async let run = council(Member(silent), settings: Settings(callTimeout: 30))
            .deliberate(on: "Why?", environment: .calm(clock)).run { seen.note($0) }
        try await seen.saw(2, \.isAnswer)
        await seen.move(clock, by: .seconds(1), until: \.isFailure)
        let outcome = try await run
        #expect(outcome.failure(of: .member(0))?.code == .timeout)
        #expect(silent.prompts.count == 1)
    }

    @Test func `a request is sent again when the provider said, not earlier`() async throws {
        let clock = TestClock()
        let failing = Failing("a/one", ModelError(.rateLimited, "a/one: 429", status: 429, retryAfter: 12))
        let seen = Watch()
        async let run = council(Member(failing.model)).deliberate(on: "Why?", environment: .calm(clock)).run {
            seen.note($0)
        }
        try await seen.saw(1, \.isSetback)
        let start = clock.now
        while failing.model.prompts.count < 2 {
            clock.advance(by: .milliseconds(100))
            await Task.yield()
        }
        #expect(start.duration(to: clock.now) >= .seconds(12))
        _ = try await run
    }

    @Test func `a run that waits to repeat a request can be cancelled`() async throws {
        let failing = Failing("a/one", ModelError(.rateLimited, "a/one: 429", status: 429, retryAfter: 12))
        let seen = Watch()
        let council = council(Member(failing.model))
        let task = Task { try await council.deliberate(on: "Why?", environment: .calm()).run { seen.note($0) } }
        try await seen.saw(1, \.isSetback)
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func `an endpoint whose circuit is open is skipped in the next run`() async throws {
        let environment = RunEnvironment.calm()
        let failing = Failing("a/one", overloaded, times: .max)
        let council = council(Member(failing.model))
        for _ in 0..<5 { _ = try await council.deliberate(on: "Why?", environment: environment).outcome }
        let outcome = try await council.deliberate(on: "Why?", environment: environment).outcome
        #expect(outcome.failure(of: .member(0))?.code == .skipped)
        #expect(outcome.conclusion?.source == .chairman)
    }
}
