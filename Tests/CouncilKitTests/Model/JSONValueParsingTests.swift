import CouncilKit
import FoundationEssentials
import Testing

struct JSONValueParsingTests {
    private func read(_ text: String) throws -> JSONValue {
        try JSONValue(parsing: text)
    }

    @Test func `all kinds of values are read`() throws {
        let value = try read(#" {"a":[1,-2.5,true,false,null,"x",18446744073709551616],"b":{},"c":[]} "#)
        #expect(
            value == [
                "a": [1, .number(-2.5), true, false, .null, "x", .number(18446744073709551616)], "b": [:], "c": [],
            ])
    }

    @Test func `the keys of an object keep their order, and the last of two that are the same counts`() throws {
        #expect(try read(#"{"z":1,"a":2,"m":3,"a":4}"#).text == #"{"z":1,"a":4,"m":3}"#)
    }

    @Test func `a text may hold a NUL`() throws {
        #expect(try read(#"["a\u0000b"]"#) == ["a\0b"])
    }

    @Test func `what was written is read back`() throws {
        let value: JSONValue = ["a": "line\nbreak \"quoted\" 你好 🌍\u{1}", "z": [.number(0.1), .integer(.max)]]
        #expect(try read(value.text) == value)
    }

    @Test(arguments: ["", "{", "[1 2]", "{\"a\"}", "tru", "\"a", "\"\\x\"", "\"\\u12\"", "\"\\ud83c\"", "NaN", "1e400"])
    func `what is not JSON is refused`(_ text: String) {
        #expect(throws: JSONValue.SyntaxError.self) { try read(text) }
    }

    @Test(arguments: [200, 100_000]) func `nesting without end is refused`(depth: Int) {
        let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        #expect(throws: JSONValue.SyntaxError.self) { try read(text) }
    }
}
