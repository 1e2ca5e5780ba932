import Testing

@testable import CouncilProviders

struct ThoughtTagsTests {
    private func read(_ parts: [String]) -> (thoughts: String, answer: String) {
        var tags = ThoughtTags()
        var (thoughts, answer) = ("", "")
        for part in parts.map({ tags.take($0) }) + [tags.finish()] {
            thoughts += part.thoughts
            answer += part.answer
        }
        return (thoughts, answer)
    }

    @Test(arguments: [
        ("Hm.\nSo: yes.\n</think>\n\nYes. 是", "Hm.\nSo: yes.", "Yes. 是"),
        ("思\n</think>\nb\n</think>\nc", "思", "b\n</think>\nc"),
    ])
    func `thoughts whose opening tag is missing are told from the answer`(
        _ text: String, _ thoughts: String, _ answer: String
    ) throws {
        let parts = try #require(ThoughtTags.unopened(in: text))
        #expect(parts == (thoughts, answer))
    }

    @Test(arguments: [
        "Yes.", "The tag </think> ends them.", "Write\n<think>\n…\n</think>\nin front.", "```\n</think>\n```",
        "All thoughts.\n</think>\n\n",
    ])
    func `an answer that speaks of the tags is left whole`(_ text: String) {
        #expect(ThoughtTags.unopened(in: text) == nil)
    }

    @Test(arguments: [
        ("<think>Hm.</think>\n\nYes.", "Hm.", "Yes."), ("\n <think>思</think>是 🌍.", "思", "是 🌍."),
        ("<think></think>Yes.", "", "Yes."), ("<think>a </thin b</think>c", "a </thin b", "c"),
        ("<think>never closed </thi", "never closed </thi", ""),
        ("Yes, <think>no</think>.", "", "Yes, <think>no</think>."),
        ("<thinking>Yes.", "", "<thinking>Yes."), ("  <thi", "", "  <thi"), ("", "", ""), (" Yes. ", "", " Yes. "),
        ("<think>a</think><think>b</think>", "a", "<think>b</think>"),
    ])
    func `thoughts in front of an answer are told from it, however they are cut`(
        _ text: String, _ thoughts: String, _ answer: String
    ) {
        #expect(read([text]) == (thoughts, answer))
        #expect(read(text.map(String.init)) == (thoughts, answer))
    }
}
