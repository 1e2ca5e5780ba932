import FoundationEssentials
import Testing

@testable import CouncilKit

struct PromptsTests {
    private let run = Run(
        id: Run.ID(rawValue: "r"), date: .now, council: "c",
        question: "Is {{answers}} a template?", history: [], continues: nil, seats: ["a/one", "b/two"],
        chairman: "a/one", settings: Settings(guidance: "Be brief."), seed: 3, labels: [Label("K47"), Label("B12")],
        nonce: "x1y2", prompts: 1, origin: [:])

    @Test func `placeholders inside a question are left alone`() {
        let prompt = Prompts.review(of: [BlindAnswer(label: Label("B12"), text: "No, {{nonce}}.")], in: run)
        let text = prompt.messages.map(\.text).joined()
        #expect(text.contains("Is {{answers}} a template?"))
        #expect(text.contains("No, {{nonce}}."))
    }

    @Test func `every placeholder of the prompts is filled`() {
        var run = run
        run.question = "Why?"
        let unreadable = Outcome.Unreadable(
            call: Call(role: .reviewer(0), model: "a/one"), reply: Reply(text: "?"), complaint: "It is empty.")
        let review = Prompts.review(of: [BlindAnswer(label: Label("B12"), text: "No.")], in: run, after: [unreadable])
        let outcome = Outcome([.opened(run), .answered(Call(role: .member(0), model: "a/one"), Reply(text: "Yes."))])
        let conclusion = Prompts.conclusion(of: outcome, in: run)
        for message in review.messages + conclusion.messages { #expect(!message.text.contains("{{")) }
    }

    @Test func `a reviewer that is asked again reads the complaint`() {
        let unreadable = Outcome.Unreadable(
            call: Call(role: .reviewer(0), model: "a/one"), reply: Reply(text: "B12 wins"),
            complaint: "It holds no complete JSON object.")
        let prompt = Prompts.review(of: [BlindAnswer(label: Label("B12"), text: "No.")], in: run, after: [unreadable])
        #expect(prompt.messages.map(\.role) == [.user, .assistant, .user])
        #expect(prompt.messages[1].text == "B12 wins")
        #expect(prompt.messages[2].text.contains("It holds no complete JSON object."))
    }

    @Test func `members read the conversation so far and the guidance`() {
        var run = run
        run.history = [Run.Exchange(question: "First?", answer: "One.")]
        let prompt = Prompts.answer(in: run)
        #expect(
            prompt.messages == [
                Prompt.Message(.system, "Be brief."), Prompt.Message(.user, "First?"),
                Prompt.Message(.assistant, "One."), Prompt.Message(.user, run.question),
            ])
    }

    @Test func `the schema asks for the critique before the scores`() throws {
        let form = ReviewForm(labels: [Label("K47")], settings: Settings()).form.schema.text
        let critique = try #require(form.firstRange(of: "critique"))
        let accuracy = try #require(form.firstRange(of: "accuracy"))
        #expect(critique.lowerBound < accuracy.lowerBound)
    }

    @Test func `JSON text escapes what JSON forbids`() {
        #expect(JSONValue.string("a\"b\\c\n\u{1}中文👩‍🚀").text == #""a\"b\\c\n\u0001中文👩‍🚀""#)
    }
}
