import CouncilKit
import CouncilProviders
import Testing

@testable import CouncilTestKit

/// Time limits and hedging where a reply comes in one part: its first piece is its end.
@Suite(.timeLimit(.minutes(5))) struct WholeReplyTests {
    private let clock = TestClock()
    private let gate = Gate()
    private let settings = Settings(callTimeout: 600, firstTokenTimeout: 10, synthesis: .plain)

    /// Asks a council, lets time pass once the request is under way, then lets the reply go out.
    private func outcome(
        of script: FaultServer.Script, streams: Bool, after requests: Int = 1, settings: Settings, seconds: Int = 60,
        fallback: ScriptedModel? = nil
    ) async throws -> Outcome {
        try await FaultServer.run(script) { server in
            let model = server.model(speaking: .openAI, streams: streams)
            let member = Member(model, fallbacks: fallback.map { [$0] } ?? [])
            let other = Member(ScriptedModel.member("b/two", answer: "At once."))
            let council = Council(members: [member, other], chairman: other, settings: settings)
            let environment = RunEnvironment(clock: clock, randomNumber: { 0 })
            async let run = council.deliberate(on: "Why?", environment: environment).outcome
            try await server.received(requests)
            for _ in 0..<seconds {
                await clock.sleepers(1)
                clock.advance(by: .seconds(1))
            }
            gate.open()
            return try await run
        }
    }

    @Test func `a reply that is asked for in one part has the whole time`() async throws {
        let script = FaultServer.Script.always(.reply("At last.").delayed(.gate(gate)))
        let outcome = try await outcome(of: script, streams: false, settings: settings)
        #expect(outcome.answers[0]?.text == "At last.")
    }

    @Test func `the same holds where the model was found not to stream`() async throws {
        let late = FaultServer.Step.reply("At last.").delayed(.gate(gate))
        let script = FaultServer.Script { request in
            request.streams ? .error(400, "This model cannot stream.", parameter: "stream") : late
        }
        let outcome = try await outcome(of: script, streams: true, after: 2, settings: settings)
        #expect(outcome.answers[0]?.text == "At last.")
    }

    @Test func `a reply in one part has no time of a first piece`() async throws {
        let script = FaultServer.Script.always(.reply("At last.").delayed(.gate(gate)))
        let outcome = try await outcome(of: script, streams: false, settings: settings)
        #expect(outcome.answers[0]?.timing == Reply.Timing(total: 60))
    }

    @Test func `a reply in one part that never comes fails at the limit of the call`() async throws {
        var settings = settings
        settings.callTimeout = 30
        let script = FaultServer.Script.always(.reply("Too late.").delayed(.gate(gate)))
        let outcome = try await outcome(of: script, streams: false, settings: settings, seconds: 30)
        #expect(outcome.failure(of: .member(0))?.message.hasSuffix("no complete reply within 30 s.") == true)
    }

    @Test func `a reply in one part is not hedged before it is known how long its like take`() async throws {
        var settings = settings
        settings.hedging = Hedging(initialDelay: 3)
        let fallback = ScriptedModel.member("f/fallback", answer: "Not asked for")
        let script = FaultServer.Script.always(.reply("At last.").delayed(.gate(gate)))
        let outcome = try await outcome(of: script, streams: false, settings: settings, fallback: fallback)
        #expect(outcome.answers[0]?.text == "At last.")
        #expect(fallback.prompts.isEmpty)
    }
}
