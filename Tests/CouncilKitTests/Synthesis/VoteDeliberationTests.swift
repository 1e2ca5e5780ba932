import CouncilKit
import CouncilTestKit
import Testing

/// Answers that can be checked are voted on, not rewritten.
struct VoteDeliberationTests {
    private func council(
        _ answers: [String], _ synthesis: SynthesisSettings = SynthesisSettings(), best: Int = 0
    ) -> (council: Council, models: [ScriptedModel]) {
        let models = answers.enumerated().map { seat, answer in
            ScriptedModel.member("m/\(seat)", answer: answer) { first, second in
                first == answers[best] && second != answers[best]
            }
        }
        let chairman = ScriptedModel.member("x/chair", answer: "")
        return (
            Council(
                members: models.map { Member($0) }, chairman: Member(chairman), settings: Settings(synthesis: synthesis)
            ), models + [chairman]
        )
    }

    @Test func `the answer with the most votes is returned, verbatim`() async throws {
        let (council, models) = council([
            "One plus two is three.\nThe answer is 3.", "The answer is 4.", "So the answer is: 3.", "#### 3",
        ])
        let outcome = try await council.deliberate(on: "1 + 2?").outcome
        #expect(outcome.conclusion?.source == .vote)
        #expect(outcome.conclusion?.text == "One plus two is three.\nThe answer is 3.")
        #expect(outcome.vote?.options.map { Set($0.seats) } == [[0, 2, 3], [1]])
        #expect(outcome.vote?.reason == .plurality)
        #expect(models.last?.prompts.isEmpty == true)
    }

    @Test func `who asks for a type gets the answer alone`() async throws {
        let (council, models) = council(
            ["It is late.\nANSWER: (B)", "ANSWER: B", "ANSWER: C"], SynthesisSettings(answerType: .option))
        let outcome = try await council.deliberate(on: "Which?").outcome
        #expect(outcome.conclusion?.text == "(B)")
        #expect(
            models[0].prompts[0].messages.last?.text
                == "Which?\n\nEnd with a line of its own: ANSWER: followed by the letter of the option and nothing else."
        )
    }

    @Test func `a tie goes to the strongest by the tally`() async throws {
        let (council, _) = council(
            ["ANSWER: 1", "ANSWER: 1 ", "ANSWER: 2", "ANSWER: 2\n"], SynthesisSettings(answerType: .number), best: 3)
        let outcome = try await council.deliberate(on: "Which?").outcome
        #expect(outcome.vote?.reason == .tieToStrongest)
        #expect(outcome.vote?.seat == 3)
    }

    @Test func `the strongest is kept unless enough others agree against it`() async throws {
        let answers = ["ANSWER: 1", "ANSWER: 2", "ANSWER: 2 "]
        for (threshold, answer) in [(2, "2"), (3, "1")] {
            let (council, _) = council(answers, SynthesisSettings(answerType: .number, threshold: threshold))
            #expect(try await council.deliberate(on: "Which?").outcome.vote?.answer == answer)
        }
    }

    @Test func `answers that merely look alike are not counted`() async throws {
        let (council, _) = council(["Moby-Dick", "Ulysses", "Middlemarch"])
        let outcome = try await council.deliberate(on: "A good book?").outcome
        #expect(outcome.vote == nil)
        #expect(outcome.draft?.value == "In conclusion.")
    }

    @Test func `prose is never counted`() async throws {
        let (council, _) = council(["3", "3", "3"], SynthesisSettings(answerType: .text))
        #expect(try await council.deliberate(on: "1 + 2?").outcome.vote == nil)
    }

    @Test func `where nobody gives an answer of the type the chairman writes one`() async throws {
        let (council, _) = council(["Perhaps.", "Who knows.", "Hm."], SynthesisSettings(answerType: .number))
        #expect(try await council.deliberate(on: "How many?").outcome.draft?.value == "In conclusion.")
    }
}
