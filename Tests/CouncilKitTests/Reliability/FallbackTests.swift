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
        #expect(setbacks.first?.setback == Setback(.fallback, asking: "f/fallback", after: refused))
    }

    @Test func `a model whose key is refused is asked once in a run, and its fallback in all stages`() async throws {
        let failing = Failing("a/one", refused, times: .max).model
        let outcome = try await outcome(failing, [fallback])
        #expect(failing.prompts.count == 1)
        #expect(outcome.reviewReplies[0]?.answeredBy == "f/fallback")
        let errors = outcome.setbacks.compactMap(\.setback.error)
        #expect(errors.dropFirst().allSatisfy { $0.code == .skipped && $0.message.contains("401 wrong key") })
    }

    @Test func `a chairman that failed for good as a member is not asked, and the run says why`() async throws {
        let chairman = Failing("x/chair", ModelError(.notFound, "x/chair: 404 no such model"), times: .max).model
        let members = ["a/one", "b/two"].map { ScriptedModel.member($0, answer: "From \($0)") } + [chairman]
        let outcome = try await Council(
            members: members.map { Member($0) }, chairman: Member(chairman), settings: Settings().plain
        ).deliberate(on: "Why?", environment: .calm()).outcome
        #expect(chairman.prompts.count == 1)
        #expect(outcome.conclusion?.source == .actingChairman)
        let failure = outcome.failure(of: .chairman)
        #expect(failure?.code == .skipped && failure?.message.contains("404 no such model") == true)
    }

    @Test func `a fallback that brings nothing is named itself`() async throws {
        let empty = ScriptedModel("e/empty") { _ in .pieces([.reasoning("Hm.")]) }
        let outcome = try await outcome(Failing("a/one", refused, times: .max).model, [empty])
        let error = outcome.failure(of: .member(0))
        #expect(error?.message.hasPrefix("e/empty: the reply holds no text") == true)
        #expect(error?.suggestion?.contains("only reasoned") == true)
    }

    @Test func `a wait beyond the end of the stage is not begun: the fallback is asked at once`() async throws {
        let busy = ModelError(.rateLimited, "a/one: 429", status: 429, retryAfter: 20)
        let failing = Failing("a/one", busy, times: .max).model
        let outcome = try await council(Member(failing, fallbacks: [fallback]), settings: Settings(stageTimeout: 6))
            .deliberate(on: "Why?", environment: .calm()).outcome
        #expect(outcome.answers[0]?.answeredBy == "f/fallback")
        #expect(outcome.setbacks.first?.setback == Setback(.fallback, asking: "f/fallback", after: busy))
    }

    @Test func `a wait beyond the end of the stage without a fallback fails in the provider's words`() async throws {
        let busy = ModelError(.rateLimited, "a/one: 429", status: 429, retryAfter: 20)
        let outcome = try await council(
            Member(Failing("a/one", busy, times: .max).model), settings: Settings(stageTimeout: 6)
        ).deliberate(on: "Why?", environment: .calm()).outcome
        #expect(outcome.failure(of: .member(0)) == busy)
    }

    @Test func `a model that failed for a passing reason is asked again in the next stage`() async throws {
        let failing = Failing("a/one", ModelError(.badRequest, "a/one: 400 too long"), times: .max).model
        _ = try await outcome(failing, [fallback])
        #expect(failing.prompts.count > 1)
    }

    @Test func `when the run is resumed a model that had failed for good gets another chance`() async throws {
        let members = ["a/one", "b/two", "c/three"].map { ScriptedModel.member($0, answer: "From \($0)") }
        let store = InMemoryStore()
        let chairman = Failing("x/chair", refused).model
        let council = Council(
            members: members.map { Member($0) }, chairman: Member(chairman), settings: Settings().plain)
        let run = try #require(try await council.deliberate(on: "Why?", store: store).outcome.run)
        let cut = InMemoryStore()
        let events = await store.events(of: run.id, after: 0).prefix { $0.type != "failed" }
        try await cut.append(
            Array(events) + [.failed(Call(role: .chairman, model: "x/chair"), refused)], to: run.id, after: 0)
        let resumed = try await council.resume(run.id, in: cut).outcome
        #expect(resumed.conclusion?.source == .chairman)
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
