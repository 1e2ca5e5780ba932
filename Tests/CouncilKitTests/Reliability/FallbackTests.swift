import CouncilKit
import CouncilTestKit
import Testing

struct FallbackTests {
    private let refused = ModelError(.unauthorized, "a/one: 401 wrong key", status: 401)
    private let fallback = ScriptedModel.member("f/fallback", answer: "From f/fallback")

    private func outcome(_ model: ScriptedModel, _ fallbacks: [ScriptedModel]) async throws -> Outcome {
        try await council(Member(model, fallbacks: fallbacks)).deliberate(on: "Why?", environment: .calm()).outcome
    }

    @Test func `when a model fails its fallback answers in its seat`() async throws {
        let failing = Failing("a/one", refused, times: .max).model
        #expect(try await outcome(failing, [fallback]).answers[0]?.text == "From f/fallback")
    }

    @Test func `the run records which model answered`() async throws {
        let failing = Failing("a/one", refused, times: .max).model
        #expect(try await outcome(failing, [fallback]).answers[0]?.answeredBy == "f/fallback")
    }

    @Test func `the run records why the first one did not`() async throws {
        let failing = Failing("a/one", refused).model
        let setbacks = try await outcome(failing, [fallback]).setbacks
        #expect(setbacks.map(\.setback) == [Setback(.fallback, asking: "f/fallback", after: refused)])
    }

    @Test func `a model that answers needs no fallback`() async throws {
        #expect(try await outcome(.member("a/one", answer: "A"), [fallback]).answers[0]?.answeredBy == nil)
        #expect(fallback.prompts.isEmpty)
    }

    @Test func `fallbacks are asked in their order`() async throws {
        let failing = Failing("a/one", refused, times: .max).model
        let second = Failing("e/second", refused, times: .max).model
        #expect(try await outcome(failing, [second, fallback]).answers[0]?.answeredBy == "f/fallback")
    }

    @Test func `if all fail the last error counts and the others are told`() async throws {
        let failing = Failing("a/one", refused, times: .max).model
        let last = ModelError(.notFound, "e/second: 404", status: 404)
        let outcome = try await outcome(failing, [Failing("e/second", last, times: .max).model])
        #expect(outcome.failure(of: .member(0)) == last)
        #expect(outcome.setbacks.map(\.setback.error) == [refused])
    }
}
