import Testing

@testable import council

@Suite struct ControlFilterTests {
    @Test func `no control code gets through, and none is hidden`() {
        #expect("a\u{1B}[2Jb".harmless == "a␛[2Jb")
        #expect("\u{1B}]0;title\u{07}x".harmless == "␛]0;title␇x")
        #expect("a\u{9B}2Jb\u{90}c".harmless == "a\u{FFFD}2Jb\u{FFFD}c")
        #expect("a\u{08}\u{7F}\u{00}".harmless == "a␈␡␀")
        #expect("one\r\ntwo\rthree\tfour\n".harmless == "one\ntwothree\tfour\n")
    }

    @Test func `every scalar of the control ranges is gone`() {
        let controls = (0x00...0x9F).compactMap { Unicode.Scalar($0 as UInt32) }
        let text = String(String.UnicodeScalarView(controls)).harmless
        let left = text.unicodeScalars.filter { $0.properties.generalCategory == .control }
        #expect(left.map(\.value) == [0x09, 0x0A])
    }

    @Test(arguments: ["中文，标点。", "👩‍👩‍👧‍👦 🇩🇪 ❤️ 👍🏽", "مرحبا بالعالم", "שָׁלוֹם עולם (ok)", "e\u{301}é", "a\u{200F}b\u{200E}c"])
    func `ordinary text survives untouched`(text: String) {
        #expect(text.harmless.unicodeScalars.elementsEqual(text.unicodeScalars))
    }

    @Test func `an override ends where its line ends`() {
        #expect("\u{202E}evil".harmless == "\u{202E}evil\u{202C}")
        #expect("\u{202E}evil\nnext".harmless == "\u{202E}evil\u{202C}\nnext")
        #expect("\u{2067}\u{202E}x\n".harmless == "\u{2067}\u{202E}x\u{202C}\u{2069}\n")
        #expect("\u{2067}closed\u{2069} text".harmless == "\u{2067}closed\u{2069} text")
    }

    @Test func `a closing mark without its opening is dropped`() {
        #expect("a\u{202C}b\u{2069}c".harmless == "abc")
        #expect("\u{2066}a\u{202C}b\u{2069}".harmless == "\u{2066}ab\u{2069}")
        #expect("\u{2066}\u{202E}a\u{2069}b".harmless == "\u{2066}\u{202E}a\u{2069}b")
    }

    @Test func `nesting without end does not grow`() {
        let text = String(repeating: "\u{202E}", count: 10_000) + "x"
        #expect(text.harmless.unicodeScalars.count < 200)
    }

    @Test func `pieces are remembered until the end`() {
        var filter = ControlFilter()
        #expect(filter.pass("a\u{202E}b") == "a\u{202E}b")
        #expect(filter.pass("c") == "c")
        #expect(filter.close() == "\u{202C}")
        #expect(filter.close() == "")
    }

    @Test func `a part of a line holds neither breaks nor marks`() {
        #expect("one\r\n two\t\u{202E}three\u{2028}four ".harmlessLine == "one two three four")
    }
}
