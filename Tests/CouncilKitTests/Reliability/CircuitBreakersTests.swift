import CouncilTestKit
import Testing

@testable import CouncilKit

struct CircuitBreakersTests {
    private let clock = TestClock()
    private let model = ScriptedModel("a/one") { _ in .silence }
    private let failure = ModelError(.server, "a/one: 503 Service Unavailable")

    private func breakers() -> CircuitBreakers {
        let start = clock.now
        return CircuitBreakers(threshold: 3, pause: .seconds(30)) { [clock] in start.duration(to: clock.now) }
    }

    private func broken() -> CircuitBreakers {
        let breakers = breakers()
        for _ in 0..<3 { breakers.note(failure, of: model) }
        return breakers
    }

    @Test func `an endpoint that failed now and then is called`() {
        let breakers = breakers()
        for _ in 0..<2 { breakers.note(failure, of: model) }
        #expect(breakers.refusal(of: model) == nil)
    }

    @Test func `a call that is repeated and fails each time has failed once`() {
        let breakers = breakers()
        for _ in 0..<2 {
            breakers.note(failure, of: model)
            for _ in 0..<2 { breakers.note(failure, of: model, isRepeated: true) }
        }
        #expect(breakers.refusal(of: model) == nil)
    }

    @Test func `a success in between counts the failures anew`() {
        let breakers = breakers()
        for error in [failure, failure, nil, failure, failure] { breakers.note(error, of: model) }
        #expect(breakers.refusal(of: model) == nil)
    }

    @Test func `an endpoint that failed again and again is skipped, with the reason`() throws {
        let refusal = try #require(broken().refusal(of: model))
        #expect(refusal.code == .skipped)
        #expect(refusal.message.contains("503 Service Unavailable"))
        #expect(refusal.suggestion == "It may be asked again in 30 s.")
    }

    @Test func `after a while one call is let through, and only one`() {
        let breakers = broken()
        clock.advance(by: .seconds(30))
        #expect(breakers.refusal(of: model) == nil)
        #expect(breakers.refusal(of: model) != nil)
    }

    @Test func `a probe that succeeds closes the circuit`() {
        let breakers = broken()
        clock.advance(by: .seconds(30))
        #expect(breakers.refusal(of: model) == nil)
        breakers.note(nil, of: model)
        #expect(breakers.refusal(of: model) == nil)
    }

    @Test func `a probe that fails opens the circuit again`() {
        let breakers = broken()
        clock.advance(by: .seconds(30))
        #expect(breakers.refusal(of: model) == nil)
        breakers.note(failure, of: model)
        #expect(breakers.refusal(of: model) != nil)
    }

    @Test func `a probe that was cancelled lets another one through`() {
        let breakers = broken()
        clock.advance(by: .seconds(30))
        #expect(breakers.refusal(of: model) == nil)
        breakers.note(ModelError(.cancelled, "a/one: cancelled"), of: model)
        #expect(breakers.refusal(of: model) == nil)
    }

    /// One of several models at an address.
    private struct Sited: LanguageModel {
        var name: String
        let endpoint = "router at https://example.org/v1"

        func reply(
            to prompt: Prompt, emit: @Sendable (Reply.Piece) async throws -> Void
        ) async throws(ModelError) -> Reply { Reply(text: "") }
    }

    private let dead = Sited(name: "router/dead")
    private let well = Sited(name: "router/well")

    @Test func `a model that keeps failing does not take the others of its endpoint with it`() {
        let breakers = breakers()
        for _ in 0..<3 { breakers.note(failure, of: dead) }
        #expect(breakers.refusal(of: dead) != nil)
        #expect(breakers.refusal(of: well) == nil)
    }

    @Test func `what other models do well does not keep a dead one alive`() {
        let breakers = breakers()
        for _ in 0..<3 {
            breakers.note(failure, of: dead)
            breakers.note(nil, of: well)
        }
        #expect(breakers.refusal(of: dead) != nil)
    }

    @Test func `where nobody can be reached all models of the endpoint are left alone`() {
        let breakers = breakers()
        for model in [dead, well, dead] { breakers.note(ModelError(.connection, "refused"), of: model) }
        #expect(breakers.refusal(of: well)?.code == .skipped)
        clock.advance(by: .seconds(30))
        #expect(breakers.refusal(of: dead) == nil)
        #expect(breakers.refusal(of: well) != nil)
        breakers.note(nil, of: dead)
        #expect(breakers.refusal(of: well) == nil)
    }

    @Test(arguments: [ModelError.Code.badRequest, .unauthorized, .rateLimited, .empty, .refused])
    func `what only concerns one request opens no circuit`(code: ModelError.Code) {
        let breakers = breakers()
        for _ in 0..<10 { breakers.note(ModelError(code, ""), of: model) }
        #expect(breakers.refusal(of: model) == nil)
    }
}
