import CouncilTestKit
import Testing

@testable import CouncilKit

/// What calls of a run tell the circuit breakers.
struct CircuitsInRunsTests {
    private let clock = TestClock()
    private let silent = ScriptedModel("a/one") { _ in .silence }

    /// A model whose replies come from a cache.
    private struct Cached: LanguageModel {
        let name = "a/one"

        func reply(
            to prompt: Prompt, emit: @Sendable (Reply.Piece) async throws -> Void
        ) async throws(ModelError) -> Reply {
            Reply(text: "From before.", isCached: true)
        }
    }

    /// Holds five runs with a member that says nothing, until the time of the stage is over.
    private func holdFiveRuns(_ settings: Settings, in environment: RunEnvironment) async throws {
        for _ in 0..<5 {
            let watch = Watch()
            async let run = council(Member(silent), settings: settings)
                .deliberate(on: "Why?", environment: environment).run { watch.note($0) }
            try await watch.saw(2, \.isAnswer)
            await watch.move(clock, by: .seconds(1)) { $0.isFailure || $0.isConclusion }
            _ = try await run
        }
    }

    @Test func `an endpoint from which nothing came in stage after stage is skipped`() async throws {
        let environment = RunEnvironment.calm(clock)
        try await holdFiveRuns(Settings(stageTimeout: 20), in: environment)
        #expect(environment.circuitBreakers.refusal(of: silent)?.code == .skipped)
    }

    @Test func `a stage that was over at once says nothing about an endpoint`() async throws {
        let environment = RunEnvironment.calm(clock)
        try await holdFiveRuns(Settings(stageTimeout: 2), in: environment)
        #expect(environment.circuitBreakers.refusal(of: silent) == nil)
    }

    @Test func `a member that a quorum left behind is asked again`() async throws {
        let environment = RunEnvironment.calm(clock)
        try await holdFiveRuns(Settings(quorum: 2, patience: 20), in: environment)
        #expect(environment.circuitBreakers.refusal(of: silent) == nil)
    }

    @Test func `calls that end at the same moment count as one`() {
        let breakers = RunEnvironment.calm(clock).circuitBreakers
        for _ in 0..<9 { breakers.noteSilence(of: silent, for: .seconds(20)) }
        #expect(breakers.refusal(of: silent) == nil)
    }

    @Test func `a reply from the cache does not make up for failures`() async throws {
        let environment = RunEnvironment.calm(clock)
        let failure = ModelError(.server, "a/one: 503")
        for _ in 0..<4 { environment.circuitBreakers.note(failure, of: silent) }
        _ = try await council(Member(Cached())).deliberate(on: "Why?", environment: environment).outcome
        environment.circuitBreakers.note(failure, of: silent)
        #expect(environment.circuitBreakers.refusal(of: silent) != nil)
    }
}
