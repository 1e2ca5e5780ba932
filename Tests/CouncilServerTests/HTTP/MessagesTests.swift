import CouncilKit
import CouncilTestKit
import Testing

@testable import CouncilServer

struct MessagesTests {
    private let body: [JSONValue.Member] = [
        .init("model", "council"), .init("max_tokens", 100),
        .init("messages", [["role": "user", "content": "Why?"]]),
    ]

    private func ask(_ more: [JSONValue.Member] = [], _ council: Council = .scripted()) async throws
        -> ServedCouncil.Reply
    {
        try await ServedCouncil.run([council]) { try await $0.send(.post, "/v1/messages", .object(body + more)) }
    }

    @Test func `a message holds the answer and the usage`() async throws {
        let reply = try await ask()
        #expect(reply.json["content.0.text"] == "In conclusion.")
        #expect(reply.json["stop_reason"] == "end_turn")
        #expect(reply.json["usage.input_tokens"] == 8)
        #expect(reply.json["usage.cache_read_input_tokens"] == 2)
    }

    @Test func `a stream opens and closes its blocks in order`() async throws {
        let types = try await ask([.init("stream", true)]).events.compactMap { $0["type"]?.string }
        #expect(
            types.filter { $0 != "ping" } == [
                "message_start", "content_block_start", "content_block_delta", "content_block_delta",
                "content_block_stop", "message_delta", "message_stop",
            ])
    }

    @Test func `progress comes as thoughts to clients that show them`() async throws {
        let events = try await ask([
            .init("stream", true), .init("thinking", ["type": "enabled", "budget_tokens": 1024]),
        ]).events
        #expect(events.contains { $0["delta.type"] == "thinking_delta" })
        #expect(events.compactMap { $0["delta.text"]?.string }.joined() == "In conclusion.")
        #expect(events.compactMap { $0["content_block.type"]?.string } == ["thinking", "text"])
    }

    @Test func `a stop sequence is named`() async throws {
        let reply = try await ask([.init("stop_sequences", ["clu"])])
        #expect(reply.json["content.0.text"] == "In con")
        #expect(reply.json["stop_reason"] == "stop_sequence")
        #expect(reply.json["stop_sequence"] == "clu")
    }

    @Test func `an error has Anthropic's shape`() async throws {
        let reply = try await ask([.init("tools", [["name": "t"]])])
        #expect(reply.status == 400)
        #expect(reply.json["type"] == "error")
        #expect(reply.json["error.type"] == "invalid_request_error")
        #expect(reply.json["request_id"]?.string == reply.headers["request-id"])
    }
}
