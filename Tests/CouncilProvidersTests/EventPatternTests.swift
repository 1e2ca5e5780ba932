import CouncilKit
import FoundationEssentials
import Testing

@testable import CouncilProviders

struct EventPatternTests {
    private func event(_ content: String, before: String = "", after: String = "") -> [UInt8] {
        Array("{\"id\":\"a1\",\(before)\"choices\":[{\"index\":0,\"delta\":{\"content\":\(content)}}]\(after)}".utf8)
    }

    private func pattern(_ data: [UInt8]) throws -> EventPattern<ChatChunk>? {
        EventPattern(data, decoded: ChatChunk(try JSONValue(parsing: data)))
    }

    @Test(arguments: [" world", "", "数学 🧮", "שלום", "}]}", "content", ": "])
    func `an event that differs in its text alone gives the chunk that decoding would give`(text: String) throws {
        let pattern = try #require(try pattern(event("\"Hello\"")))
        #expect(pattern.chunk(of: event("\"\(text)\""))?.text == text)
    }

    @Test(arguments: [
        #"two\nlines"#, #"say \"so\""#, #"C:\\"#, #"\\n"#, #"a\/b\tc\rd\be\ff"#, #"\n"#, #"数\n学"#, #"\\\""#,
    ])
    func `an escaped text is the one that decoding would give`(content: String) throws {
        let pattern = try #require(try pattern(event("\"Hello\"")))
        let decoded = ChatChunk(try JSONValue(parsing: event("\"\(content)\"")))
        #expect(pattern.chunk(of: event("\"\(content)\""))?.text == decoded.text)
    }

    @Test func `an escaped text can be learnt from`() throws {
        let pattern = try #require(try pattern(event(#""say \"so\"\n""#)))
        #expect(pattern.chunk(of: event(#""\"no\"""#))?.text == #""no""#)
    }

    @Test(arguments: [
        #""a\u00e9b""#, #""a\"#, #""a\""#, #""a\x""#, "null", "\"a\",\"refusal\":\"no\"", "\"a\u{1}b\"",
        "\"a\"}},{\"delta\":{\"x\":\"b\"",
    ])
    func `an event with more than another text is left to the decoder`(content: String) throws {
        let pattern = try #require(try pattern(event("\"Hello\"")))
        #expect(pattern.chunk(of: event(content)) == nil)
    }

    @Test func `bytes that are no UTF-8 are left to the decoder`() throws {
        let pattern = try #require(try pattern(event("\"Hello\"")))
        var broken = event("\"Hallo\"")
        let place = try #require(broken.firstIndex(of: UInt8(ascii: "H")))
        broken[place] = 0xC3
        #expect(pattern.chunk(of: broken) == nil)
    }

    @Test func `an event of another answer is left to the decoder`() throws {
        let pattern = try #require(try pattern(event("\"Hello\"")))
        #expect(pattern.chunk(of: event("\"Hello\"", after: ",\"error\":{\"message\":\"melted\"}")) == nil)
        #expect(pattern.chunk(of: event("\"Hello\"", before: "\"model\":\"b\",")) == nil)
        #expect(pattern.chunk(of: Array("[DONE]".utf8)) == nil)
    }

    @Test(arguments: [
        // The text comes from two places, from none, from an escape; the key is there twice.
        "\"Hel\",\"refusal\":\"lo\"", "\"\"", "\"Hell\\u006f\"", "[{\"type\":\"text\",\"text\":\"Hello\"}]",
        "\"Hello\"}},{\"delta\":{\"content\":\"Hello\"",
    ])
    func `nothing is learnt where the text is not one plain value of its key`(content: String) throws {
        #expect(try pattern(event(content)) == nil)
    }

    @Test func `spaces after the colon do not matter`() throws {
        let data = Array("{\"choices\": [{\"delta\": {\"content\" : \"Hello\"}}]}".utf8)
        let next = Array("{\"choices\": [{\"delta\": {\"content\" : \"!\"}}]}".utf8)
        #expect(try pattern(data)?.chunk(of: next)?.text == "!")
    }

    @Test func `a text block of Anthropic's protocol is recognised`() throws {
        func event(_ text: String) -> [UInt8] {
            Array(
                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"\(text)\"}}"
                    .utf8)
        }
        let chunk = AnthropicChunk(try JSONValue(parsing: event("Hello")))
        #expect(EventPattern(event("Hello"), decoded: chunk)?.chunk(of: event("!"))?.text == "!")
    }
}
