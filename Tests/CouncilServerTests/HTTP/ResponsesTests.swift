import CouncilKit
import CouncilTestKit
import Testing

@testable import CouncilServer

struct ResponsesTests {
    @Test func `a response holds the answer and the usage`() async throws {
        let reply = try await ServedCouncil.run {
            try await $0.send(.post, "/v1/responses", ["model": "council", "input": "Why?"])
        }
        #expect(reply.status == 200)
        #expect(reply.json["output.0.content.0.text"] == "In conclusion.")
        #expect(reply.json["status"] == "completed")
        #expect(reply.json["usage.output_tokens"] == 4)
    }

    @Test func `a stream of events is numbered and ends completed`() async throws {
        let events = try await ServedCouncil.run {
            try await $0.send(.post, "/v1/responses", ["model": "council", "input": "Why?", "stream": true])
        }.events
        #expect(events.compactMap { $0["sequence_number"]?.integer } == Array(events.indices))
        #expect(events.first?["type"] == "response.created")
        #expect(events.last?["type"] == "response.completed")
        #expect(events.compactMap { $0["delta"]?.string }.joined() == "In conclusion.")
    }

    @Test func `a response goes on with an earlier one`() async throws {
        let member = ScriptedModel.member("a/one", answer: "From one.")
        try await ServedCouncil.run([.scripted(members: [member])]) { server in
            let first = try await server.send(.post, "/v1/responses", ["model": "council", "input": "First?"])
            let second = try await server.send(
                .post, "/v1/responses",
                ["model": "council", "input": "Second?", "previous_response_id": first.json["id"] ?? .null])
            #expect(second.status == 200)
        }
        #expect(member.prompts.last?.messages.contains { $0.text.contains("First?") } == true)
    }
}
