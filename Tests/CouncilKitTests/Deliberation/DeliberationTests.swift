import CouncilKit
import CouncilTestKit
import Testing

struct DeliberationTests {
    private let names = ["a/one", "b/two", "c/three", "d/four"]

    private func council(
        _ members: [ScriptedModel], chairman: ScriptedModel = .member("x/chair", answer: "")
    ) -> Council {
        Council(
            members: members.map { Member($0) }, chairman: Member(chairman), settings: Settings(retries: 0).plain)
    }

    private func failing(_ name: String, _ message: String = "429 Too Many Requests") -> ScriptedModel {
        ScriptedModel(name) { _ in .failure(ModelError(.rateLimited, "\(name): \(message)")) }
    }

    @Test func `a council answers, reviews and concludes`() async throws {
        let outcome = try await council(names.map { .member($0, answer: "From \($0)") })
            .deliberate(on: "Why?").outcome
        #expect(outcome.answers.count == 4)
        #expect(outcome.reviews.count == 4)
        #expect(outcome.conclusion?.text == "In conclusion.")
        #expect(outcome.conclusion?.source == .chairman)
    }

    @Test func `a reviewer never receives its own answer`() async throws {
        let members = names.map { ScriptedModel.member($0, answer: "From \($0)") }
        _ = try await council(members).deliberate(on: "Why?").outcome
        for member in members {
            #expect(!member.prompts[1].messages.contains { $0.text.contains("From \(member.name)") })
        }
    }

    @Test func `a reviewer receives every other answer`() async throws {
        let members = names.map { ScriptedModel.member($0, answer: "From \($0)") }
        _ = try await council(members).deliberate(on: "Why?").outcome
        for member in members {
            guard case .review(let answers) = StageOfPrompt(member.prompts[1]) else {
                Issue.record("not a review prompt")
                continue
            }
            #expect(Set(answers.map(\.text)) == Set(names.filter { $0 != member.name }.map { "From \($0)" }))
        }
    }

    @Test func `neither reviewers nor the chairman learn the members' names`() async throws {
        let chairman = ScriptedModel.member("x/chair", answer: "")
        let members = names.map { ScriptedModel.member($0, answer: "An answer.") }
        _ = try await council(members, chairman: chairman).deliberate(on: "Why?").outcome
        let seen = (members.map { $0.prompts[1] } + chairman.prompts).flatMap(\.messages).map(\.text).joined()
        for name in names { #expect(!seen.contains(name)) }
    }

    @Test func `the labels in the chairman's reviews are those of its answers`() async throws {
        let chairman = ScriptedModel.member("x/chair", answer: "")
        let members = names.map { name in
            ScriptedModel.member(name, answer: "From \(name)", prefers: { first, _ in first == "From c/three" })
        }
        let outcome = try await council(members, chairman: chairman).deliberate(on: "Why?").outcome
        guard case .conclusion(let answers) = StageOfPrompt(chairman.prompts[0]) else {
            Issue.record("not a chairman's prompt")
            return
        }
        let best = try #require(answers.first { $0.text == "From c/three" })
        #expect(chairman.prompts[0].messages.last?.text.contains("1. \(best.label): wins 100 %") == true)
        #expect(outcome.run?.model(of: best.label) == "c/three")
    }

    @Test func `members that fail are named in the provider's words and the others go on`() async throws {
        let members = [failing("a/one"), .member("b/two", answer: "B"), .member("c/three", answer: "C")]
        let outcome = try await council(members).deliberate(on: "Why?").outcome
        #expect(outcome.failures.map(\.error.message) == ["a/one: 429 Too Many Requests"])
        #expect(outcome.conclusion?.source == .chairman)
    }

    @Test func `a member that failed is not asked to review`() async throws {
        let failed = failing("a/one")
        _ = try await council([failed, .member("b/two", answer: "B"), .member("c/three", answer: "C")])
            .deliberate(on: "Why?").outcome
        #expect(failed.prompts.count == 1)
    }

    @Test func `a single answer is returned as such without a review`() async throws {
        let chairman = ScriptedModel.member("x/chair", answer: "")
        let members = [failing("a/one"), ScriptedModel.member("b/two", answer: "Alone.")]
        let outcome = try await council(members, chairman: chairman).deliberate(on: "Why?").outcome
        #expect(outcome.conclusion?.source == .soleAnswer)
        #expect(outcome.conclusion?.text == "Alone.")
        #expect(chairman.prompts.isEmpty)
    }

    @Test func `without any answer the run ends with every reason`() async throws {
        let outcome = try await council([failing("a/one"), failing("b/two", "no credit")])
            .deliberate(on: "Why?").outcome
        #expect(outcome.conclusion == nil)
        #expect(outcome.isEnded)
        #expect(
            Set(outcome.failures.map(\.error.message)) == ["a/one: 429 Too Many Requests", "b/two: no credit"])
    }

    @Test func `when the chairman fails the best-ranked member takes the chair`() async throws {
        let members = names.map { name in
            ScriptedModel.member(
                name, answer: "From \(name)", conclusion: "By \(name)", prefers: { first, _ in first == "From c/three" }
            )
        }
        let outcome = try await council(members, chairman: failing("x/chair")).deliberate(on: "Why?").outcome
        #expect(outcome.conclusion?.source == .actingChairman)
        #expect(outcome.conclusion?.text == "By c/three")
    }

    @Test func `a seat of the chairman's own model takes the chair where there is no other`() async throws {
        let members = (1...3).map { ScriptedModel.member("a/one", answer: "From \($0)", conclusion: "At last.") }
        let outcome = try await council(members, chairman: failing("a/one")).deliberate(on: "Why?").outcome
        #expect(outcome.conclusion?.source == .actingChairman)
        #expect(outcome.conclusion?.text == "At last.")
    }

    @Test func `a member whose review failed does not take the chair`() async throws {
        let best = ScriptedModel("c/three") { prompt in
            if case .answer = StageOfPrompt(prompt) { return .text("From c/three") }
            return .failure(ModelError(.server, "c/three: 500"))
        }
        let others = ["a/one", "b/two", "d/four"].map { name in
            ScriptedModel.member(
                name, answer: "From \(name)", conclusion: "By \(name)", prefers: { first, _ in first == "From c/three" }
            )
        }
        let outcome = try await council(others + [best], chairman: failing("x/chair")).deliberate(on: "Why?").outcome
        #expect(outcome.conclusion?.call.model != "c/three")
        #expect(outcome.conclusion?.source == .actingChairman)
    }

    @Test func `when nobody can take the chair the top-ranked answer is returned and labelled`() async throws {
        let members = names.map { name in
            ScriptedModel(name) { prompt in
                switch StageOfPrompt(prompt) {
                case .answer: .text("From \(name)")
                case .review(let answers):
                    .text(ScriptedModel.reviewText(of: answers) { first, _ in first == "From d/four" })
                case .conclusion: .failure(ModelError(.server, "\(name): 500"))
                case .synthesis(let task): .text(ScriptedModel.synthesisText(for: task))
                }
            }
        }
        let outcome = try await council(members, chairman: failing("x/chair")).deliberate(on: "Why?").outcome
        #expect(outcome.conclusion?.source == .topRanked)
        #expect(outcome.conclusion?.text == "From d/four")
    }

    @Test func `a reply without text is a failure, not an answer`() async throws {
        let empty = ScriptedModel("a/one") { _ in .pieces([.reasoning("Hm.")], stopReason: .length) }
        let outcome = try await council([empty, .member("b/two", answer: "B")]).deliberate(on: "Why?").outcome
        #expect(outcome.failure(of: .member(0))?.code == .empty)
    }

    @Test func `the same model may hold several seats`() async throws {
        let model = ScriptedModel.member("a/one", answer: "Again.")
        let outcome = try await council([model, model, model], chairman: model).deliberate(on: "Why?").outcome
        #expect(outcome.answers.count == 3)
        #expect(Set(outcome.run?.labels ?? []).count == 3)
    }

    @Test func `a council without members is refused`() async throws {
        await #expect(throws: CouncilError.self) { try await council([]).deliberate(on: "Why?").outcome }
    }

    @Test func `an empty question is refused`() async throws {
        await #expect(throws: CouncilError.self) {
            try await council([.member("a/one", answer: "A")]).deliberate(on: " \n").outcome
        }
    }

    @Test func `the same seed gives the same labels and orders`() async throws {
        func shown() async throws -> [[Prompt.Message]] {
            let members = names.map { ScriptedModel.member($0, answer: "From \($0)") }
            _ = try await council(members).deliberate(on: Inquiry("Why?", seed: 5)).outcome
            return members.map { $0.prompts[1].messages }
        }
        #expect(try await shown() == shown())
    }
}
