import CouncilKit
import CouncilTestKit
import Testing

@testable import CouncilServer

struct RunRouteTests {
    private func concluded(_ server: ServedCouncil, _ question: String = "Why?") async throws -> String {
        let opened = try await server.send(.post, "/v1/runs", ["question": .string(question)])
        let id = try #require(opened.json["id"]?.string)
        _ = try await server.send(.get, "/v1/runs/\(id)/events")
        return id
    }

    @Test func `a run is created and found with its answer`() async throws {
        try await ServedCouncil.run { server in
            let opened = try await server.send(.post, "/v1/runs", ["question": "Why?"])
            #expect(opened.status == 201)
            let location = try #require(opened.headers["location"])
            _ = try await server.send(.get, "\(location)/events")
            let run = try await server.send(.get, location)
            #expect(run.json["state"] == "concluded")
            #expect(run.json["answer"] == "In conclusion.")
        }
    }

    @Test func `events carry their position as id and end with the reason`() async throws {
        try await ServedCouncil.run { server in
            let id = try await concluded(server)
            let reply = try await server.send(.get, "/v1/runs/\(id)/events")
            let ids = reply.text.split(separator: "\n").filter { $0.hasPrefix("id: ") }.map { $0.dropFirst(4) }
            #expect(ids == (1...9).map { "\($0)" })
            #expect(reply.events.last == ["reason": "ended"])
        }
    }

    @Test func `a reader that comes back has every event once`() async throws {
        let gate = Gate()
        try await ServedCouncil.run([.scripted(chairmanWaitsAt: gate)]) { server in
            let opened = try await server.send(.post, "/v1/runs", ["question": "Why?"])
            let path = "/v1/runs/\(try #require(opened.json["id"]?.string))/events"
            var ids: [String] = []
            try await server.read(.get, path) { line in
                if line.hasPrefix("id: ") { ids.append(String(line.dropFirst(4))) }
                return ids.count == 4
            }
            gate.open()
            let rest = try await server.send(.get, path, headers: ["last-event-id": ids.last ?? ""])
            ids += rest.text.split(separator: "\n").filter { $0.hasPrefix("id: ") }.map { String($0.dropFirst(4)) }
            #expect(ids == (1...9).map { "\($0)" })
        }
    }

    @Test func `a run is cancelled and resumed`() async throws {
        let gate = Gate()
        try await ServedCouncil.run([.scripted(chairmanWaitsAt: gate)]) { server in
            let opened = try await server.send(.post, "/v1/runs", ["question": "Why?"])
            let path = "/v1/runs/\(try #require(opened.json["id"]?.string))"
            try await gate.reached()
            #expect(try await server.send(.post, "\(path)/cancel").json["state"] == "stopped")
            gate.open()
            #expect(try await server.send(.post, "\(path)/resume").status == 200)
            _ = try await server.send(.get, "\(path)/events")
            #expect(try await server.send(.get, path).json["state"] == "concluded")
            #expect(try await server.send(.post, "\(path)/resume").status == 409)
        }
    }

    @Test func `runs are searched, renamed and deleted`() async throws {
        try await ServedCouncil.run { server in
            let sky = try await concluded(server, "Why is the sky blue?")
            _ = try await concluded(server, "Why not?")
            func found(_ query: String) async throws -> [String] {
                try await server.send(.get, "/v1/runs?q=\(query)").json["data"]?.elements
                    .compactMap { $0["id"]?.string } ?? []
            }
            #expect(try await found("SKY") == [sky])
            let renamed = try await server.send(.patch, "/v1/runs/\(sky)", ["title": "Rayleigh"])
            #expect(renamed.json["title"] == "Rayleigh")
            #expect(try await found("rayl") == [sky])
            #expect(try await server.send(.delete, "/v1/runs/\(sky)").status == 204)
            #expect(try await server.send(.get, "/v1/runs/\(sky)").status == 404)
        }
    }

    @Test func `a page of runs says whether there are more`() async throws {
        try await ServedCouncil.run { server in
            for _ in 0..<3 { _ = try await concluded(server) }
            let first = try await server.send(.get, "/v1/runs?limit=2")
            #expect(first.json["has_more"] == true)
            let last = try #require(first.json["data.1.id"]?.string)
            let second = try await server.send(.get, "/v1/runs?limit=2&after=\(last)")
            #expect(second.json["data"]?.elements.count == 1)
            #expect(second.json["has_more"] == false)
        }
    }

    @Test func `an estimate opens no run`() async throws {
        try await ServedCouncil.run { server in
            let reply = try await server.send(.post, "/v1/estimate", ["question": "Why?"])
            #expect(reply.json["calls"]?.elements.isEmpty == false)
            #expect(try await server.service.store.runs(limit: 1).isEmpty)
        }
    }

    @Test func `the same idempotency key creates one run`() async throws {
        try await ServedCouncil.run { server in
            let headers = ["idempotency-key": "once"]
            let first = try await server.send(.post, "/v1/runs", ["question": "Why?"], headers: headers)
            let second = try await server.send(.post, "/v1/runs", ["question": "Why?"], headers: headers)
            #expect(first.json["id"] == second.json["id"])
            #expect(try await server.service.store.runs(limit: 10).count == 1)
        }
    }

    @Test func `over the bound a client is told when to ask again`() async throws {
        let gate = Gate()
        let limits = ServiceLimits(runsUnderWay: 1, runsWaiting: 0, grace: .zero)
        try await ServedCouncil.run([.scripted(chairmanWaitsAt: gate)], limits: limits) { server in
            _ = try await server.send(.post, "/v1/runs", ["question": "Why?"])
            let reply = try await server.send(.post, "/v1/runs", ["question": "Why?"])
            #expect(reply.status == 429)
            #expect(reply.headers["retry-after"] == "10")
            gate.open()
        }
    }

    @Test(arguments: ["/v1/runs/nothing", "/v1/runs/nothing/events", "/v1/runs/nothing/export", "/v1/nothing"])
    func `what is not there is 404 in the client's words`(path: String) async throws {
        let reply = try await ServedCouncil.run { try await $0.send(.get, path) }
        #expect(reply.status == 404)
        #expect(reply.json["error.message"]?.string != nil)
        #expect(reply.headers["x-request-id"]?.hasPrefix("req_") == true)
    }

    @Test(arguments: [
        "", "[]", "{", "null", "{\"question\": 3}", "{\"question\": \" \"}", "{\"question\": \"a\", \"x\": 1}",
        "{\"question\": \"a\", \"attachments\": [{\"name\": \"b\", \"text\": \"c\", \"data\": \"ZA==\"}]}",
    ])
    func `a body that is not understood is refused with the reason`(body: String) async throws {
        let reply = try await ServedCouncil.run { try await $0.send(.post, "/v1/runs", text: body) }
        #expect(reply.status == 400)
        #expect(reply.json["error.message"]?.string != nil)
    }

    @Test(arguments: [("-1", "0"), ("0", "-1"), ("a", nil), ("", nil)])
    func `a position that is none is refused`(after: String, last: String?) async throws {
        try await ServedCouncil.run { server in
            let id = try #require(try await server.send(.post, "/v1/runs", ["question": "Why?"]).json["id"]?.string)
            let headers = last.map { ["last-event-id": $0] } ?? [:]
            let reply = try await server.send(.get, "/v1/runs/\(id)/events?after=\(after)", headers: headers)
            #expect(reply.status == 400)
        }
    }

    @Test func `a run is exported as events and as Markdown`() async throws {
        let hooks = ServerHooks(markdown: { "# \($0.conclusion?.text ?? "")" })
        try await ServedCouncil.run(hooks: hooks) { server in
            let id = try await concluded(server)
            let markdown = try await server.send(.get, "/v1/runs/\(id)/export?format=markdown")
            #expect(markdown.text == "# In conclusion.")
            let json = try await server.send(.get, "/v1/runs/\(id)/export?format=json")
            #expect(json.json.elements.count == 9)
        }
    }

    @Test func `open streams are told that the server ends`() async throws {
        let gate = Gate()
        try await ServedCouncil.run([.scripted(chairmanWaitsAt: gate)]) { server in
            let opened = try await server.send(.post, "/v1/runs", ["question": "Why?"])
            let id = try #require(opened.json["id"]?.string)
            var last = ""
            try await server.read(.get, "/v1/runs/\(id)/events") { line in
                if line.contains("chairman") { await server.shutDown() }
                if line.hasPrefix("data: ") { last = line }
                return false
            }
            #expect(last == "data: {\"reason\":\"shutting_down\"}")
        }
    }
}
