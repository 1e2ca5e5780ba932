import CouncilKit
import FoundationEssentials
import Testing

@testable import CouncilProviders

/// Events with the oddities of compatible servers.
struct ChatChunkTests {
    private func read(_ text: String) throws -> ChatChunk {
        ChatChunk(try JSONValue(parsing: text))
    }

    @Test func `fields of an unexpected type count as missing and spoil nothing else`() throws {
        let chunk = try read(
            #"{"model":7,"usage":"none","choices":[{"delta":{"content":"Hi","reasoning":[1]},"finish_reason":{}}]}"#)
        #expect(chunk.model == nil)
        #expect(chunk.usage == nil)
        #expect(chunk.choice?.delta?.text == "Hi")
        #expect(chunk.choice?.delta?.reasoning == "")
        #expect(chunk.choice?.finishReason == nil)
        #expect(!chunk.mayHoldError)
    }

    @Test(arguments: [
        "{}", "{\"choices\":null}", "{\"choices\":7}", "{\"choices\":[]}", "{\"choices\":[7]}", "[]", "7",
    ])
    func `an event without a message says nothing`(_ text: String) throws {
        #expect(try read(text).choice?.delta == nil)
    }

    @Test(arguments: [
        (#""plain""#, "plain", ""), ("null", "", ""), ("7", "", ""), ("{}", "", ""),
        (#"["a",{"type":"text","text":"b"},null,7,{"type":"image"}]"#, "ab", ""),
        (#"[{"thinking":"Hm"},{"thinking":[{"text":"m"},{"text":"."}]},{"text":"Four"}]"#, "Four", "Hmm."),
    ])
    func `content is a string, null or parts`(_ content: String, _ text: String, _ reasoning: String) throws {
        let message = try #require(try read(#"{"choices":[{"message":{"content":\#(content)}}]}"#).choice?.message)
        #expect(message.text == text)
        #expect(message.reasoning == reasoning)
    }

    @Test(arguments: ["3", "3.0", "\"3\""])
    func `a count may be written in several ways`(_ count: String) throws {
        let usage = #"{"prompt_tokens":\#(count),"completion_tokens_details":{"reasoning_tokens":\#(count)}}"#
        #expect(try read(#"{"usage":\#(usage)}"#).usage == Usage(input: 3, output: 0, reasoning: 3))
    }

    @Test(arguments: [
        (#""cost":0.25"#, 0.25), (#""cost":0.25,"is_byok":false,"cost_details":{"upstream_inference_cost":4}"#, 0.25),
        (#""cost":0.25,"is_byok":true,"cost_details":{"upstream_inference_cost":4}"#, 4.25),
        (#""cost":0.25,"is_byok":true"#, nil), (#""cost_in_usd_ticks":5000000000,"cost":7"#, 0.5),
        (#""cost":null"#, nil), (#""cost":-1"#, nil), (#""cost":{"total_cost":1}"#, nil),
    ])
    func `what the provider charges is read in its own way`(_ cost: String, _ dollars: Double?) throws {
        #expect(try read(#"{"usage":{"prompt_tokens":3,\#(cost)}}"#).usage?.cost == dollars)
    }

    @Test(arguments: ["-1", "9223372036854775807", "\"-3\"", "1e30"])
    func `a count that can be none is left out`(_ count: String) throws {
        let usage = #"{"prompt_tokens":\#(count),"completion_tokens":4,"total_tokens":\#(count)}"#
        #expect(try read(#"{"usage":\#(usage)}"#).usage == Usage(input: 0, output: 4))
    }

    @Test func `a probability is never more than 1`() throws {
        let token = #"{"token":"A","logprob":1000,"top_logprobs":[{"token":"A","logprob":1000}]}"#
        let chunk = try read(#"{"choices":[{"delta":{},"logprobs":{"content":[\#(token)]}}]}"#)
        #expect(chunk.choice?.topTokens?.map(\.probability) == [1])
    }

    @Test func `counts that are none leave the others alone`() throws {
        let usage = #"{"prompt_tokens":3.5,"completion_tokens":4,"prompt_tokens_details":[]}"#
        #expect(try read(#"{"usage":\#(usage)}"#).usage == Usage(input: 0, output: 4))
    }

    @Test(arguments: [("null", false), ("false", false), ("true", true), ("{}", true), ("\"no\"", true)])
    func `an error calls for a second look`(_ error: String, _ expected: Bool) throws {
        #expect(try read(#"{"error":\#(error)}"#).mayHoldError == expected)
        #expect(try read(#"{"choices":[{"error":\#(error)}]}"#).mayHoldError == expected)
    }

    @Test func `bytes that are no UTF-8 become replacement characters`() throws {
        let bytes = Array("{\"choices\":[{\"delta\":{\"content\":\"caf".utf8) + [0xE9] + Array("\"}}]}".utf8)
        #expect(ChatChunk(try #require(JSONValue(repairing: bytes))).choice?.delta?.text == "caf\u{FFFD}")
    }

    @Test func `half a surrogate pair becomes a replacement character`() throws {
        let bytes = Array(#"{"choices":[{"delta":{"content":"a\ud83cb\ud83c\udf0d"}}]}"#.utf8)
        #expect(ChatChunk(try #require(JSONValue(repairing: bytes))).choice?.delta?.text == "a\u{FFFD}b🌍")
    }

    @Test func `an error in any element of a document is one`() throws {
        let reader = ReplyReader<GeminiChunk>()
        let text =
            #"[{"candidates":[{"content":{"parts":[{"text":"Half"}]}}]},{"error":{"code":500,"message":"melted"}}]"#
        _ = try reader.read(Array(text.utf8))
        #expect(throws: ReplyFailure.refused(ProviderWords(text: "melted", code: "500"))) { try reader.finish() }
    }
}
