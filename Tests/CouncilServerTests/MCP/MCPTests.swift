import CouncilKit
import CouncilTestKit
import Testing

@testable import CouncilServer

struct MCPTests {
    private func send(_ message: JSONValue, accept: String = "application/json") async throws -> ServedCouncil.Reply {
        try await ServedCouncil.run { try await $0.send(.post, "/mcp", message, headers: ["accept": accept]) }
    }

    private func request(_ method: String, _ parameters: JSONValue = [:]) -> JSONValue {
        ["jsonrpc": "2.0", "id": 7, "method": .string(method), "params": parameters]
    }

    @Test(arguments: [("2025-06-18", "2025-06-18"), ("2025-03-26", "2025-03-26"), ("1999-01-01", "2025-06-18")])
    func `a version that both speak is agreed on`(wanted: String, agreed: String) async throws {
        let reply = try await send(request("initialize", ["protocolVersion": .string(wanted)]))
        #expect(reply.json["result.protocolVersion"]?.string == agreed)
        #expect(reply.json["id"] == 7)
    }

    @Test func `the tools name the councils`() async throws {
        let reply = try await send(request("tools/list"))
        #expect(reply.json["result.tools"]?.elements.count == 4)
        #expect(reply.json["result.tools.0.inputSchema.properties.council.enum"] == ["council"])
    }

    @Test func `a call streams its progress, then its result`() async throws {
        let call = request(
            "tools/call",
            ["name": "ask_council", "arguments": ["question": "Why?"], "_meta": ["progressToken": "t"]])
        let events = try await send(call, accept: "application/json, text/event-stream").events
        #expect(events.first?["method"] == "notifications/progress")
        #expect(events.first?["params.progressToken"] == "t")
        #expect(events.last?["result.structuredContent.answer"] == "In conclusion.")
    }

    @Test func `what goes wrong in a tool is a result that says so`() async throws {
        let call = request("tools/call", ["name": "ask_council", "arguments": ["question": 3]])
        #expect(try await send(call).json["result.isError"] == true)
    }

    @Test func `an unknown method is an error of the protocol`() async throws {
        #expect(try await send(request("nothing")).json["error.code"] == -32601)
    }

    @Test func `a notification is taken note of without an answer`() async throws {
        let reply = try await send(["jsonrpc": "2.0", "method": "notifications/initialized"])
        #expect(reply.status == 202)
        #expect(reply.text.isEmpty)
    }

    @Test(arguments: [[1, 2], "a", ["jsonrpc": "2.0"]] as [JSONValue])
    func `what is no message is refused`(message: JSONValue) async throws {
        let reply = try await send(message)
        #expect(reply.status == 400)
        #expect(reply.json["error.code"] == -32600)
    }

    @Test func `what is no JSON is a parse error`() async throws {
        let reply = try await ServedCouncil.run { try await $0.send(.post, "/mcp", text: "{") }
        #expect(reply.json["error.code"] == -32700)
    }

    @Test func `a cancellation that may mean either of two calls means neither`() async {
        let calls = MCPCalls()
        for name in ["one", "two"] { await calls.begin(7, for: .local, Run.ID(rawValue: name)) }
        #expect(await calls.run(of: 7, for: .local) == nil)
    }

    @Test func `a cancelled call stops its run`() async throws {
        let gate = Gate()
        try await Hub.run([.scripted(chairmanWaitsAt: gate)]) { hub in
            let server = MCPServer(hub.service) { _ in "" }
            let call = request("tools/call", ["name": "ask_council", "arguments": ["question": "Why?"]])
            async let answer = server.answer(call, for: .local) { _ in }
            try await gate.reached()
            let cancellation: JSONValue = [
                "jsonrpc": "2.0", "method": "notifications/cancelled", "params": ["requestId": 7],
            ]
            _ = await server.answer(cancellation, for: .local) { _ in }
            let text = await answer?["result.content.0.text"]?.string
            #expect(text?.contains("was stopped") == true)
        }
    }
}
