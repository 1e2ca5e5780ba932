import CouncilKit
import Testing

struct CheckedAnswerTests {
    @Test(arguments: [
        ("18", "18"), ("$70,000", "70000"), ("−1.50", "-1.5"), ("1/2", "0.5"), (".5", "0.5"), ("18 dollars", "18"),
        ("She makes 9 × 2 = 18.\n\nFINAL ANSWER: **$18**", "18"), ("So \\[\n\\boxed{-15}\n\\]", "-15"),
        ("**Answer:** Josh made a profit of \\$70,000.", "70000"), ("3 + 4 = 7, so 7 eggs are\nused. Left are 9.", "9"),
        ("#### 42", "42"), ("GPT-4 got 5-7", "5"), ("\\boxed{2 \\text{ bolts}}", "2"),
    ])
    func `numbers are found and made alike`(text: String, expected: String) {
        #expect(AnswerKind.number.normalized(text) == expected)
    }

    @Test(arguments: [
        ("The answer is (G).", "G"), ("C", "C"), ("B.", "B"), ("H. False, False", "H"), ("FINAL ANSWER: **E**", "E"),
        ("The answer is \\(\\boxed{D}\\).", "D"), ("\\[\n\\text{The answer is (D)}\n\\]", "D"), ("Option B", "B"),
        ("So the answer is:\nFINAL ANSWER: A", "A"),
    ])
    func `letters of options are found`(text: String, expected: String) {
        #expect(AnswerKind.option.normalized(text) == expected)
    }

    @Test(arguments: ["A good question.", "I think so.", "I'm not sure", "none"])
    func `a word is no option`(text: String) {
        #expect(AnswerKind.option.normalized(text) == nil)
    }

    @Test(arguments: [("Yes.", "yes"), ("**No**, it is not.", "no"), ("The answer is: True", "yes"), ("FALSE", "no")])
    func `yes and no are found`(text: String, expected: String) {
        #expect(AnswerKind.yesNo.normalized(text) == expected)
    }

    @Test func `short texts are compared without case, articles and punctuation`() {
        #expect(AnswerKind.shortText.normalized("The Eiffel Tower!") == AnswerKind.shortText.normalized("eiffel tower"))
    }

    @Test(arguments: [
        (["18", "So it is 18.\nFINAL ANSWER: 18", "20"], AnswerKind.number),
        (["The answer is (C).", "C", "B"], .option),
        (["Yes", "No.", "The answer is: no"], .yesNo),
        (["Paris", "paris", "Lyon"], .shortText),
    ])
    func `the kind is found from the answers`(replies: [String], kind: AnswerKind) {
        #expect(AnswerKind.detected(in: replies) == kind)
    }

    @Test(arguments: [
        ["The sky is blue because short waves scatter more.\nAt sunset they are gone.", "Rayleigh.\n\nMore follows."],
        ["18", "It depends on many things.\nLet me list them:\n1. Size\n2. Age", "One cannot say.\nReally not."],
        ["42"],
    ])
    func `prose has no kind`(replies: [String]) {
        #expect(AnswerKind.detected(in: replies) == nil)
    }

    @Test func `the winner is returned in its own words, from the strongest of those that gave it`() {
        let checked = CheckedAnswer(
            ["It is 20.\nFINAL ANSWER: 20", "FINAL ANSWER: $18", "18"], strengths: [0.1, 0.2, 0.3], threshold: 1)
        #expect(checked?.kind == .number)
        #expect(checked?.seat == 2)
        #expect(checked?.text == "18")
        #expect(checked?.vote.reason == .plurality)
        #expect(checked?.answers == ["20", "18", "18"])
    }

    @Test func `the strongest seat is kept against too few others`() {
        let checked = CheckedAnswer(["A", "B", "B"], kind: .option, strengths: [1, 0, 0], threshold: 3)
        #expect(checked?.seat == 0)
        #expect(checked?.vote.reason == .keptStrongest)
    }

    @Test func `prose is not voted on`() {
        #expect(CheckedAnswer(["One thing.\nAnd another.", nil, "Something else.\nEntirely."]) == nil)
    }
}
