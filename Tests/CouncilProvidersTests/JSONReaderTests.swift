import CouncilKit
import Testing

@testable import CouncilProviders

@Suite struct JSONReaderTests {
    private func read(_ text: String) throws -> JSONValue { try JSONReader.value(of: Array(text.utf8)) }

    @Test func `all kinds of values are read`() throws {
        let value = try read(#" {"a":[1,-2.5e1,true,false,null,"x"],"b":{},"c":[]} "#)
        #expect(value == ["a": [1, .number(-25), true, false, .null, "x"], "b": [:], "c": []])
    }

    @Test func `escapes are resolved`() throws {
        #expect(try read(#""\"\\\/\b\f\n\r\tA\u00e9\u4f60""#) == "\"\\/\u{8}\u{c}\n\r\tAé你")
    }

    @Test func `surrogate pairs make one character`() throws {
        #expect(try read(#""\ud83c\udf0d!""#) == "🌍!")
    }

    @Test func `half a surrogate pair becomes a replacement character`() throws {
        #expect(try read(#""\ud83c \ud83cA\udf0d""#) == "\u{FFFD} \u{FFFD}A\u{FFFD}")
    }

    @Test func `what was written is read back`() throws {
        let value: JSONValue = ["z": "line\nbreak \"quoted\" 你好 🌍\u{1}", "a": [.number(0.1), .integer(.max)]]
        #expect(try read(value.text) == value)
    }

    @Test(arguments: [
        "", "{", "[1,]", "{\"a\"}", "{\"a\":1,}", "tru", "\"a", "\"\\x\"", "\"\\u12\"", "1 2", "--1", "NaN", "'a'",
    ])
    func `what is not JSON is refused`(_ text: String) {
        #expect(throws: JSONReader.SyntaxError.self) { try read(text) }
    }

    @Test func `nesting without end is refused`() {
        #expect(throws: JSONReader.SyntaxError.self) { try read(String(repeating: "[", count: 100_000)) }
    }
}
