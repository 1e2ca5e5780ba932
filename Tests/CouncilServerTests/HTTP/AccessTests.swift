import CouncilKit
import CouncilTestKit
import FoundationEssentials
import Testing

@testable import CouncilServer

struct AccessTests {
    private let question: JSONValue = ["question": "Why?"]

    @Test func `without keys the server listens on this machine only`() {
        let service = RunService(CouncilRoster([CouncilRoster.Entry(.scripted())]), store: InMemoryStore())
        let error = #expect(throws: ServiceError.self) {
            try CouncilApplication(service, keys: KeyRing(path: nil), options: ServerOptions(host: "0.0.0.0"))
        }
        #expect(error?.message.contains("council keys create") == true)
    }

    @Test func `as soon as there is a key every request needs one`() async throws {
        let keys = KeyRing(path: nil)
        let (key, _) = try keys.create(name: "Ada")
        try await ServedCouncil.run(keys: keys) { (server: ServedCouncil) async throws -> Void in
            for path in ["/v1/models", "/v1/runs", "/v1/stats", "/metrics", "/v1/nothing"] {
                #expect(try await server.send(.get, path).status == 401, "\(path)")
            }
            #expect(try await server.send(.get, "/v1/models", headers: ["authorization": "Bearer ck_no"]).status == 401)
            #expect(try await server.with(key: key).send(.get, "/v1/models").status == 200)
            #expect(try await server.send(.get, "/v1/models", headers: ["x-api-key": key]).status == 200)
            #expect(try await server.send(.get, "/health").status == 200)
        }
    }

    @Test func `a revoked key is refused at once`() async throws {
        let keys = KeyRing(path: nil)
        let (key, entry) = try keys.create(name: "Ada")
        try await ServedCouncil.run(keys: keys) { server in
            let client = server.with(key: key)
            #expect(try await client.send(.get, "/v1/models").status == 200)
            try keys.revoke(entry.id)
            #expect(try await client.send(.get, "/v1/models").status == 401)
        }
    }

    @Test func `a key sees and asks only its councils`() async throws {
        let keys = KeyRing(path: nil)
        let (key, _) = try keys.create(name: "Ada", councils: ["two"])
        try await ServedCouncil.run([.scripted("one"), .scripted("two")], keys: keys) { server in
            let client = server.with(key: key)
            let models = try await client.send(.get, "/v1/models")
            #expect(models.json["data"]?.elements.compactMap { $0["id"]?.string } == ["council:two"])
            #expect(try await client.send(.post, "/v1/runs", question).status == 403)
            let allowed = try await client.send(.post, "/v1/runs", ["question": "Why?", "council": "two"])
            #expect(allowed.status == 201)
        }
    }

    @Test func `a key does not see another key's runs`() async throws {
        let keys = KeyRing(path: nil)
        let (ada, _) = try keys.create(name: "Ada")
        let (eve, _) = try keys.create(name: "Eve")
        try await ServedCouncil.run(keys: keys) { server in
            let opened = try await server.with(key: ada).send(.post, "/v1/runs", question)
            let id = try #require(opened.json["id"]?.string)
            let stranger = server.with(key: eve)
            #expect(try await stranger.send(.get, "/v1/runs").json["data"] == [])
            for path in ["", "/events", "/export"] {
                #expect(try await stranger.send(.get, "/v1/runs/\(id)\(path)").status == 404, "\(path)")
            }
            let next: JSONValue = [
                "model": "council", "input": "Go on.", "previous_response_id": .string("resp_\(id)"),
            ]
            #expect(try await stranger.send(.post, "/v1/responses", next).status == 404)
        }
    }

    @Test func `a key that sends too fast is told when to come back`() async throws {
        let keys = KeyRing(path: nil)
        let (key, _) = try keys.create(name: "Ada", requestsPerMinute: 2)
        try await ServedCouncil.run(keys: keys) { server in
            let client = server.with(key: key)
            for _ in 0..<2 { #expect(try await client.send(.get, "/v1/models").status == 200) }
            let refused = try await client.send(.get, "/v1/models")
            #expect(refused.status == 429)
            #expect(Int(refused.headers["retry-after"] ?? "") ?? 0 > 0)
        }
    }

    @Test func `a key whose budget of the day is spent opens no run`() async throws {
        let keys = KeyRing(path: nil)
        let (key, _) = try keys.create(name: "Ada", dailyBudget: 0)
        let reply = try await ServedCouncil.run(keys: keys) {
            try await $0.with(key: key).send(.post, "/v1/runs", question)
        }
        #expect(reply.status == 429)
        #expect(reply.json["error.code"] == "insufficient_quota")
        #expect(reply.headers["x-should-retry"] == "false")
    }

    @Test func `the page logs in with a key and gets a cookie that scripts cannot read`() async throws {
        let keys = KeyRing(path: nil)
        let (key, _) = try keys.create(name: "Ada")
        try await ServedCouncil.run(keys: keys) { server in
            #expect(try await server.send(.post, "/v1/session", ["key": "ck_no"]).status == 401)
            let login = try await server.send(.post, "/v1/session", ["key": .string(key)])
            let cookie = try #require(login.headers["set-cookie"])
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"))
            #expect(!cookie.contains(key))
            let session = String(cookie.prefix { $0 != ";" })
            let known = try await server.send(.get, "/v1/session", headers: ["cookie": session])
            #expect(known.json["name"] == "Ada")
            _ = try await server.send(.delete, "/v1/session", headers: ["cookie": session])
            #expect(try await server.send(.get, "/v1/session", headers: ["cookie": session]).status == 401)
        }
    }

    @Test(arguments: ["evil.example", "evil.example:8321", "127.0.0.1.evil.example", "localhost.evil.example"])
    func `a name that is not the server's is refused`(host: String) async throws {
        let status = try await ServedCouncil.run { try await $0.send(.get, "/health", headers: ["host": host]).status }
        #expect(status == 403)
    }

    @Test func `a name that was allowed is accepted`() async throws {
        let status = try await ServedCouncil.run(options: ServerOptions(hostNames: ["council.example"])) {
            try await $0.send(.get, "/health", headers: ["host": "Council.example:80"]).status
        }
        #expect(status == 200)
    }

    @Test(arguments: ["https://evil.example", "http://localhost:1", "null"])
    func `a page of another origin is refused`(origin: String) async throws {
        let status = try await ServedCouncil.run {
            try await $0.send(.post, "/v1/runs", question, headers: ["origin": origin]).status
        }
        #expect(status == 403)
    }

    @Test func `the server's own page may send requests`() async throws {
        let status = try await ServedCouncil.run { server in
            let origin = "http://127.0.0.1:\(server.port)"
            return try await server.send(.post, "/v1/runs", question, headers: ["origin": origin]).status
        }
        #expect(status == 201)
    }

    @Test func `no page of another origin can read a response`() async throws {
        let reply = try await ServedCouncil.run { try await $0.send(.options, "/v1/runs") }
        #expect(!reply.headers.keys.contains { $0.hasPrefix("access-control") })
    }

    @Test func `a body over the bound is refused`() async throws {
        let reply = try await ServedCouncil.run(options: ServerOptions(maximumBody: 1000)) {
            try await $0.send(.post, "/v1/runs", ["question": .string(String(repeating: "x", count: 2000))])
        }
        #expect(reply.status == 413)
    }

    @Test func `the page is served with a policy that loads nothing from elsewhere`() async throws {
        let page = PageFiles(["/": PageFiles.File(Data("<!doctype html>".utf8), mediaType: "text/html")])
        let keys = KeyRing(path: nil)
        _ = try keys.create(name: "Ada")
        let reply = try await ServedCouncil.run(hooks: ServerHooks(page: page), keys: keys) {
            try await $0.send(.get, "/")
        }
        #expect(reply.status == 200)
        #expect(reply.headers["content-security-policy"]?.contains("default-src 'none'") == true)
        #expect(reply.headers["x-content-type-options"] == "nosniff")
    }
}
