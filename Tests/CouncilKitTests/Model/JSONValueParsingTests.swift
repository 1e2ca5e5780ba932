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

    @Test func `a byte order mark is passed over`() throws {
        #expect(try JSONValue(parsing: [0xEF, 0xBB, 0xBF] + Array("[1]".utf8)) == [1])
    }

    @Test func `nothing at all is no JSON`() {
        #expect(throws: JSONValue.SyntaxError.self) { try JSONValue(parsing: [UInt8]()) }
    }

    @Test(arguments: [128, 129]) func `a value may be nested 128 levels deep`(depth: Int) throws {
        let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        #expect(((try? read(text)) == nil) == (depth > 128))
    }

    @Test func `whole numbers are exact`() throws {
        #expect(try read("[9007199254740993, 9223372036854775807]") == [9_007_199_254_740_993, .integer(.max)])
    }

    @Test func `a text may hold any number of signs`() throws {
        let text = String(repeating: "[1,\"{,", count: 100_000)
        #expect(try read(JSONValue.array([.string(text)]).text) == .array([.string(text)]))
    }

    @Test func `more values than the memory should hold are refused`() {
        let text = "[" + String(repeating: "0,", count: 200_001) + "0]"
        #expect(throws: JSONValue.SyntaxError.self) { try read(text) }
    }
}

struct JSONValueRepairingTests {
    private func read(_ text: String) -> JSONValue? { JSONValue(repairing: Array(text.utf8)) }

    @Test(arguments: [
        (#"{"a": "so \(x\) is \alpha"}"#, #"so \(x\) is \alpha"#), ("{\"a\": \"one\ntwo\u{1}\"}", "one\ntwo\u{1}"),
        (#"{"a": "b",}"#, "b"), (#"{"a": "\u12"}"#, #"\u12"#), (#"{"a": "\ud83c"}"#, "\u{FFFD}"),
        (#"{"a": "\udf0d\ud83c\udf0d"}"#, "\u{FFFD}🌍"), (#"{"a": "c\\d\n,]"}"#, "c\\d\n,]"),
        (#"{"a": "e\"f", "b": [1, 2, ], }"#, "e\"f"),
    ])
    func `what models and servers write wrongly is read as they meant it`(_ text: String, _ meaning: String) throws {
        guard case .object(let members)? = read(text) else {
            Issue.record("not read: \(text)")
            return
        }
        #expect(members.first?.value == .string(meaning))
    }

    @Test(arguments: [#"{"a": "b"#, #"{"a": "b""#, #"{"a": "b\"#, #"{"a": "\u"#, #"{"a": tru}"#, "", ","])
    func `what is missing is not added`(_ text: String) {
        #expect(read(text) == nil)
    }
}
