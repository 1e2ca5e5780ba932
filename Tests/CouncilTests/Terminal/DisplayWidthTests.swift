import Testing

@testable import council

@Suite struct DisplayWidthTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("中文", 4), ("かなカナ", 8), ("한국어", 6), ("\u{1112}\u{1161}\u{11AB}", 2), ("ｱ", 1), ("Ａ", 2),
        ("👩‍👩‍👧‍👦", 2), ("🇩🇪", 2), ("👍🏽", 2), ("❤️", 2), ("❤", 1), ("1️⃣", 2), ("⌚", 2), ("⌚︎", 1),
        ("é", 1), ("e\u{301}", 1), ("عربي", 4), ("שלום", 4), ("שָׁ", 1), ("a\u{200B}b", 2), ("\u{AD}", 1), ("…", 1),
        ("—", 1), ("\u{1B}", 0), ("नी", 2), ("ไทย", 3), ("𠀀", 2), ("（注）", 6), ("🀄", 2), ("𝒜", 1),
    ])
    func `text has the width that terminals give it`(text: String, width: Int) {
        #expect(text.displayWidth == width)
    }

    @Test(arguments: [
        ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("中文字", 6, "中文字"), ("中文字", 5, "中文…"), ("中文字", 4, "中…"),
        ("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 3, "👩‍👩‍👧‍👦…"), ("abc", 1, "…"), ("abc", 0, ""), ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
    ])
    func `a cut text is never wider than it may be`(text: String, columns: Int, cut: String) {
        #expect(text.truncated(to: columns) == cut)
        #expect(text.truncated(to: columns).displayWidth <= columns)
    }

    @Test func `of a model's name the end is kept`() {
        #expect("openrouter/anthropic/claude".truncated(to: 8, keeping: .ending) == "…/claude")
        #expect("local/学习".truncated(to: 4, keeping: .ending) == "…习")
    }

    @Test func `padding counts columns, not characters`() {
        #expect("中".padded(to: 4) == "中  ")
        #expect("8".padded(to: 3, alignment: .trailing) == "  8")
        #expect("too long".padded(to: 3) == "too long")
    }

    @Test func `a line counts the rows it fills, and a wide character does not straddle two`() {
        #expect(InkLine("").rows(columns: 10) == 1)
        #expect(InkLine("1234567890").rows(columns: 10) == 1)
        #expect(InkLine("12345678901").rows(columns: 10) == 2)
        #expect(InkLine("中中中").rows(columns: 5) == 2)
        #expect(InkLine("中中中").rows(columns: 3) == 3)
    }

    @Test func `a line in several inks is cut as one`() {
        var line = InkLine("K47 ", .dim)
        line.append("中文", .green)
        line.append(" tail", .red)
        #expect(line.cut(to: 20) == line)
        #expect(line.cut(to: 7).text(inColour: false) == "K47 中…")
        #expect(line.cut(to: 8).text(inColour: false) == "K47 中…")
        #expect(line.cut(to: 4).width <= 4)
        #expect(line.cut(to: 9).text(inColour: false) == "K47 中文…")
    }

    @Test func `text is broken between words, and beside wide characters`() {
        #expect("to be or not".wrapped(to: 6) == "to be\nor not")
        #expect("为什么天空是蓝的".wrapped(to: 7) == "为什么\n天空是\n蓝的")
        #expect("• a longword here".wrapped(to: 8, indentation: 2) == "• a\n  longwo\n  rd\n  here")
        #expect("لماذا السماء زرقاء".wrapped(to: 12) == "لماذا السماء\nزرقاء")
    }
}
