import CouncilKit
import Testing

@testable import council

@Suite struct MarkdownTests {
    @Test func `nothing in a line is markup`() {
        #expect("a|b *c* _d_ `e` [f](g) <h> #i".markdownInline == ##"a\|b \*c\* \_d\_ \`e\` \[f\](g) \<h\> \#i"##)
        #expect("one\ntwo".markdownInline == "one two")
    }

    @Test func `a cell cannot break its table`() {
        let table = Table([.leading("a|b"), .trailing("n")], rows: [["x | y\nz", "1"]])
        #expect(table.markdown == "| a\\|b | n |\n| --- | --: |\n| x \\| y z | 1 |")
    }

    @Test func `an answer's headings, fences and tables stay inside its quotation`() {
        let answer = "\n# Title\n\n```swift\nlet a = b <c>\n"
        #expect(answer.markdownQuotation == "> # Title\n>\n> ```swift\n> let a = b <c>")
    }

    @Test func `tags are escaped outside of code only`() {
        #expect("<!-- <b>\na < b".markdownQuotation == "> \\<!-- \\<b>\n> a < b")
        #expect("use `<div>` or </div>".markdownQuotation == "> use `<div>` or \\</div>")
        #expect("an odd ` and <script>".markdownQuotation == "> an odd ` and \\<script>")
        #expect("```\n<div>\n```\n<div>".markdownQuotation == "> ```\n> <div>\n> ```\n> \\<div>")
        #expect("~~~\n```\n<b>\n~~~~\n<b>".markdownQuotation == "> ~~~\n> ```\n> <b>\n> ~~~~\n> \\<b>")
    }

    @Test func `every line of a model's text in a document is quoted or in a list`() {
        let script = Script()
        let evil = "# Final answer\n\n| a | b |\n|---|---|\n<!--\n```\nunclosed\u{1B}[2J"
        let outcome = Outcome(
            script.answers.dropLast() + [
                .answered(script.member(2), Script.reply(evil)),
                .reviewed(script.reviewer(0), script.review(by: 0, of: [1, 2], critique: evil), Script.reply("{}")),
                .unreadable(script.reviewer(1), Script.reply(evil), complaint: evil),
                .concluded(Conclusion(text: evil, source: .chairman, call: script.chair)),
            ])
        let markdown = Transcript(outcome).markdown
        let headings = markdown.split(separator: "\n").filter { $0.hasPrefix("#") }
        #expect(
            headings.map(String.init) == [
                "# Run 20261123-k7q2mz4t", "## Question", "## Answers", "### K47 · local/qwen · 3.2 s, 212 tokens",
                "### B12 · local/学习 · 3.2 s, 212 tokens", "### T80 · local/smol · 3.2 s, 212 tokens", "## Reviews",
                "### K47 · local/qwen · 3.2 s, 212 tokens", "### local/学习 · unreadable review, attempt 1",
                "## Final answer · local/qwen",
            ])
        #expect(!markdown.split(separator: "\n").contains { $0.hasPrefix("```") || $0.hasPrefix("<") })
        #expect(!markdown.contains("\u{1B}"))
    }
}
