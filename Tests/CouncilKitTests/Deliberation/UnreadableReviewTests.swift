import CouncilKit
import CouncilTestKit
import Testing

struct UnreadableReviewTests {
    /// A council whose first member reviews as told, by attempt.
    private func outcome(
        stopReason: Reply.StopReason = .finished,
        firstReviews: @escaping @Sendable (_ attempt: Int, [BlindAnswer]) -> String
    ) async throws -> Outcome {
        let first = ScriptedModel("a/one") { prompt in
            switch StageOfPrompt(prompt) {
            case .answer: .text("A")
            case .review(let answers):
                .pieces(
                    [.text(firstReviews(prompt.messages.count == 1 ? 1 : 2, answers))], stopReason: stopReason)
            case .conclusion: .text("Done.")
            case .synthesis(let task): .text(ScriptedModel.synthesisText(for: task))
            }
        }
        let members = [first, .member("b/two", answer: "B"), .member("c/three", answer: "C")]
        return try await Council(
            members: members.map { Member($0) }, chairman: Member(first), settings: Settings().plain
        )
        .deliberate(on: "Why?").outcome
    }

    @Test func `a review that cannot be read is asked for again and then counts`() async throws {
        let outcome = try await outcome { attempt, answers in
            attempt == 1 ? "I like them all." : ScriptedModel.reviewText(of: answers)
        }
        #expect(outcome.reviews[0] != nil)
        #expect(outcome.unreadable.map(\.reply.text) == ["I like them all."])
    }

    @Test func `a review that stays unreadable is a recorded failure and never counts`() async throws {
        let outcome = try await outcome { _, _ in "I like them all." }
        #expect(outcome.reviews[0] == nil)
        #expect(outcome.failure(of: .reviewer(0))?.code == .unreadableReview)
        #expect(outcome.tally?.standings.reduce(0) { $0 + $1.ballots } == 4)
    }

    @Test(arguments: [
        (Reply.StopReason.length, "cut off at its token limit", "max_review_tokens"),
        (.filtered, "content filter", "another provider"),
    ])
    func `a review that did not come to its end says so, and what to do`(
        reason: Reply.StopReason, words: String, advice: String
    ) async throws {
        let failure = try await outcome(stopReason: reason) { _, _ in "{\"reviews\": {" }.failure(of: .reviewer(0))
        #expect(failure?.message.contains(words) == true)
        #expect(failure?.suggestion?.contains(advice) == true)
    }

    @Test func `the raw texts of an unreadable review are kept`() async throws {
        let outcome = try await outcome { attempt, _ in "Attempt \(attempt)" }
        #expect(outcome.unreadable.map(\.reply.text) == ["Attempt 1", "Attempt 2"])
    }
}
