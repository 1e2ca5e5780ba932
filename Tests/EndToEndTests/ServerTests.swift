import AsyncHTTPClient
import CouncilKit
import CouncilTestKit
import FoundationEssentials
import NIOCore
import NIOHTTP1
import Subprocess
import Testing

/// The program as a server: the official clients, and its end by signals.
struct ServerTests {
    /// What ``FaultServer/Script/council(unreadable:)`` concludes.
    private static let answer = "In conclusion: 完成 ✅."

    /// Writes a configuration with one council, `custom`, whose members are asked at a fault server.
    private func options(_ program: CouncilProgram, _ upstream: FaultServer) throws -> [String] {
        let path = program.home.appending(path: "served.yaml")
        let text = """
            providers:
              upstream: {base_url: "\(upstream.baseURL)"}
            councils:
              custom:
                members: [upstream/one, upstream/two, upstream/three]
                synthesis: plain
            """
        try Data(text.utf8).write(to: path)
        return ["--config", path.path()]
    }

    @Test(arguments: ["openai_client.py": ["custom", Self.answer], "anthropic_client.py": [Self.answer]])
    func `the official client is content with the served council`(client: String, arguments: [String]) async throws {
        try await FaultServer.run(.council()) { upstream in
            try await CouncilProgram.withHome { program in
                let said = try await program.serve(try options(program, upstream) + ["--grace", "0"]) { server in
                    try await PythonClients.run(client, [server.url] + arguments, home: program.home)
                }.value
                #expect(said == nil || said == "ok\n")
            }
        }
    }

    @Test func `the official MCP client is content with the served council`() async throws {
        try await FaultServer.run(.council()) { upstream in
            try await CouncilProgram.withHome { program in
                let said = try await program.serve(try options(program, upstream) + ["--grace", "0"]) { server in
                    try await PythonClients.run("mcp_client.py", [server.url, Self.answer], home: program.home)
                }.value
                #expect(said == nil || said?.hasSuffix("ok\n") == true, "\(said ?? "")")
            }
        }
    }

    @Test func `the official MCP client is content with the council on standard input and output`() async throws {
        try await FaultServer.run(.council()) { upstream in
            try await CouncilProgram.withHome { program in
                let command =
                    ["stdio", Self.answer, CouncilProgram.path, "mcp"] + (try options(program, upstream))
                    + ["--store", program.home.appending(path: "journal.sqlite").path()]
                let said = try await PythonClients.run("mcp_client.py", command, home: program.home)
                #expect(said == nil || said?.hasSuffix("ok\n") == true, "\(said ?? "")")
            }
        }
    }

    @Test(arguments: [Signal.terminate, .kill])
    func `a run that was under way when the server ended is finished by the next one`(signal: Signal) async throws {
        let gate = Gate()
        let council = FaultServer.Script.council()
        let script = FaultServer.Script { request in
            let step = council.step(for: request)
            return request.purpose.hasSuffix("concludes") ? step.delayed(.gate(gate)) : step
        }
        try await FaultServer.run(script) { upstream in
            try await CouncilProgram.withHome { program in
                let (id, status) = try await program.serve(try options(program, upstream) + ["--grace", "0"]) {
                    server -> String in
                    let opened = try await Self.post("\(server.url)/v1/runs", "{\"question\": \"Why?\"}")
                    let id = try #require(opened.firstMatch(of: /"id":"([^"]+)"/)).1
                    while !upstream.requests.contains(where: { $0.purpose.hasSuffix("concludes") }) {
                        try await upstream.received(upstream.requests.count + 1)
                    }
                    try server.receive(signal)
                    return String(id)
                }
                #expect(status == (signal == .kill ? .signaled(9) : .exited(0)))
                gate.open()
                let events = try await program.serve(try options(program, upstream) + ["--grace", "0"]) { server in
                    try await Self.get("\(server.url)/v1/runs/\(id)/events")
                }.value
                #expect(events.contains("\"type\":\"concluded\""))
                let answers = upstream.requests.filter { $0.purpose.hasSuffix("answers") }
                #expect(answers.count == 3, "no completed call is repeated")
            }
        }
    }

    @Test func `a server that others could reach does not start without keys`() async throws {
        try await CouncilProgram.withHome { program in
            let refused = try await program.run(
                "serve", "--host", "0.0.0.0", "--base-url", "http://127.0.0.1:1", "--member", "a")
            #expect(refused.exitCode == 2)
            #expect(refused.error.contains("council keys create"))
        }
    }

    @Test func `keys are created, listed and revoked`() async throws {
        try await CouncilProgram.withHome { program in
            let created = try await program.run("keys", "create", "Ada", "--daily-budget", "2.5")
            #expect(created.output.hasPrefix("ck_"))
            let id = String(created.output.split(separator: "_")[1])
            let listed = try await program.run("keys", "list")
            #expect(listed.output.contains(id) && listed.output.contains("$2.50"))
            #expect(!listed.output.contains(created.output.dropLast()))
            #expect(try await program.run("keys", "revoke", id).exitCode == 0)
            #expect(try await program.run("keys", "list").output.contains("revoked"))
            #expect(try await program.run("keys", "revoke", "nobody").exitCode == 2)
        }
    }

    private static func post(_ url: String, _ body: String) async throws -> String {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.body = .bytes(ByteBuffer(string: body))
        return try await text(of: request)
    }

    private static func get(_ url: String) async throws -> String { try await text(of: HTTPClientRequest(url: url)) }

    private static func text(of request: HTTPClientRequest) async throws -> String {
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        return String(buffer: try await response.body.collect(upTo: 10_000_000))
    }
}
