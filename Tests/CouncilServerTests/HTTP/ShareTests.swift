import CouncilKit
import CouncilTestKit
import FoundationEssentials
import Testing

@testable import CouncilServer

/// Links to runs, for people without a key.
struct ShareTests {
    /// A run that its owner has shared.
    private struct SharedRun: Sendable {
        /// A client with the key that asked for the run.
        var owner: ServedCouncil
        /// A client without any key.
        var guest: ServedCouncil
        var run: String
        var token: String
    }

    /// A server with a key and one run of its holder, which has ended and is shared.
    private func withSharedRun(_ body: (SharedRun) async throws -> Void) async throws {
        let keys = KeyRing(path: nil)
        let (key, _) = try keys.create(name: "Ada")
        try await ServedCouncil.run(hooks: ServerHooks(page: .standard), keys: keys) {
            (server: ServedCouncil) async throws -> Void in
            let owner = server.with(key: key)
            let opened = try await owner.send(.post, "/v1/runs", ["question": "Why?"])
            let run = try #require(opened.json["id"]?.string)
            _ = try await owner.send(.get, "/v1/runs/\(run)/events")
            let shared = try await owner.send(.post, "/v1/runs/\(run)/share")
            #expect(shared.status == 201)
            let token = try #require(shared.json["token"]?.string)
            try await body(SharedRun(owner: owner, guest: server, run: run, token: token))
        }
    }

    @Test func `whoever holds the link reads the run and its events without a key`() async throws {
        try await withSharedRun { (shared: SharedRun) async throws -> Void in
            let found = try await shared.guest.send(.get, "/v1/shared/\(shared.token)")
            #expect(found.json["id"]?.string == shared.run)
            #expect(found.json["answer"] == "In conclusion.")
            let events = try await shared.guest.send(.get, "/v1/shared/\(shared.token)/events")
            #expect(events.events.last == ["reason": "ended"])
            #expect(events.events.count == 10)
            let texts = try await shared.guest.send(.post, "/v1/shared/\(shared.token)/markdown", ["texts": ["**a**"]])
            #expect(texts.json["data.0"] == "<p><strong>a</strong></p>\n")
        }
    }

    @Test func `the link opens the page`() async throws {
        try await withSharedRun { (shared: SharedRun) async throws -> Void in
            let page = try await shared.guest.send(.get, "/shared/\(shared.token)")
            #expect(page.status == 200)
            #expect(page.headers["content-security-policy"]?.contains("default-src 'none'") == true)
            #expect(page.headers["referrer-policy"] == "no-referrer")
            #expect(page.headers["x-robots-tag"] == "noindex")
        }
    }

    @Test func `the token is a key to nothing else`() async throws {
        try await withSharedRun { (shared: SharedRun) async throws -> Void in
            let other = try await shared.owner.send(.post, "/v1/runs", ["question": "Why not?"])
            let others = try #require(other.json["id"]?.string)
            let bearer = ["authorization": "Bearer \(shared.token)"]
            for headers in [[:], bearer] {
                for path in ["/v1/runs", "/v1/runs/\(shared.run)", "/v1/runs/\(others)", "/v1/stats", "/v1/councils"] {
                    #expect(try await shared.guest.send(.get, path, headers: headers).status == 401, "\(path)")
                }
                for path in ["/cancel", "/resume", "/share"] {
                    let status = try await shared.guest.send(.post, "/v1/runs/\(shared.run)\(path)", headers: headers)
                        .status
                    #expect(status == 401, "\(path)")
                }
                #expect(try await shared.guest.send(.delete, "/v1/runs/\(shared.run)", headers: headers).status == 401)
                #expect(
                    try await shared.guest.send(.post, "/v1/runs", ["question": "?"], headers: headers).status == 401)
            }
        }
    }

    @Test(arguments: ["", "/cancel", "/resume", "/share", "/export", "/events", "/../../runs"])
    func `nothing can be done through the link`(path: String) async throws {
        try await withSharedRun { (shared: SharedRun) async throws -> Void in
            for method in [ServedCouncil.Method.post, .patch, .delete] {
                let status = try await shared.guest.send(method, "/v1/shared/\(shared.token)\(path)", ["title": "x"])
                    .status
                #expect([401, 404, 405].contains(status), "\(method) \(path): \(status)")
            }
            #expect(try await shared.owner.send(.get, "/v1/runs/\(shared.run)").json["title"] == nil)
        }
    }

    @Test func `a link that was revoked leads nowhere`() async throws {
        try await withSharedRun { (shared: SharedRun) async throws -> Void in
            #expect(try await shared.owner.send(.get, "/v1/runs/\(shared.run)").json["shared"] == true)
            #expect(try await shared.owner.send(.delete, "/v1/runs/\(shared.run)/share").status == 204)
            for path in ["/v1/shared/\(shared.token)", "/v1/shared/\(shared.token)/events", "/shared/\(shared.token)"] {
                #expect(try await shared.guest.send(.get, path).status == 404, "\(path)")
            }
            let texts = try await shared.guest.send(.post, "/v1/shared/\(shared.token)/markdown", ["texts": ["a"]])
            #expect(texts.status == 404)
            #expect(try await shared.owner.send(.get, "/v1/runs/\(shared.run)").json["shared"] == false)
        }
    }

    @Test func `a link to a run that was deleted leads nowhere`() async throws {
        try await withSharedRun { (shared: SharedRun) async throws -> Void in
            #expect(try await shared.owner.send(.delete, "/v1/runs/\(shared.run)").status == 204)
            #expect(try await shared.guest.send(.get, "/v1/shared/\(shared.token)").status == 404)
        }
    }

    @Test func `a link ends with the key that made it`() async throws {
        try await withSharedRun { (shared: SharedRun) async throws -> Void in
            let key = try #require(try shared.owner.keys.entries().first)
            try shared.owner.keys.revoke(key.id)
            #expect(try await shared.guest.send(.get, "/v1/shared/\(shared.token)").status == 404)
        }
    }

    @Test func `nobody shares another key's run`() async throws {
        try await withSharedRun { (shared: SharedRun) async throws -> Void in
            let (eve, _) = try shared.owner.keys.create(name: "Eve")
            #expect(try await shared.guest.with(key: eve).send(.post, "/v1/runs/\(shared.run)/share").status == 404)
            #expect(try await shared.guest.with(key: eve).send(.delete, "/v1/runs/\(shared.run)/share").status == 404)
        }
    }

    @Test func `a link tells nothing of the conversation before the run or of how it was asked`() async throws {
        try await ServedCouncil.run { server in
            let asked: JSONValue = [
                "question": "And now?", "history": [["question": "secret one", "answer": "secret two"]],
                "guidance": "secret three", "attachments": [["name": "secret four", "text": "secret five"]],
            ]
            let opened = try await server.send(.post, "/v1/runs", asked, headers: ["idempotency-key": "secret six"])
            let run = try #require(opened.json["id"]?.string)
            let token = try #require(try await server.send(.post, "/v1/runs/\(run)/share").json["token"]?.string)
            let own = try await server.send(.get, "/v1/runs/\(run)/events").text
            #expect(own.matches(of: /secret/).count == 6)
            let shown = try await server.send(.get, "/v1/shared/\(token)/events").text
            #expect(shown.contains("And now?") && !shown.contains("secret"))
        }
    }

    /// A model that cannot look at what was attached.
    private struct BlindModel: LanguageModel {
        let name = "d/blind"

        func reply(
            to prompt: Prompt, emit: @Sendable (Reply.Piece) async throws -> Void
        ) async throws(ModelError) -> Reply { Reply(text: "One.", omissions: ["secret.png"]) }
    }

    @Test func `a link does not name the images that models could not take`() async throws {
        var council = Council.scripted()
        council.members = [Member(BlindModel()), Member(ScriptedModel.member("b/two", answer: "Two."))]
        council.chairman = Member(BlindModel())
        try await ServedCouncil.run([council]) { server in
            let opened = try await server.send(.post, "/v1/runs", ["question": "Why?"])
            let run = try #require(opened.json["id"]?.string)
            let token = try #require(try await server.send(.post, "/v1/runs/\(run)/share").json["token"]?.string)
            #expect(try await server.send(.get, "/v1/runs/\(run)/events").text.contains("secret"))
            let shown = try await server.send(.get, "/v1/shared/\(token)/events").text
            #expect(shown.contains("concluded") && !shown.contains("secret"))
        }
    }

    @Test func `a link tells nothing of how the server is set up`() async throws {
        let broken = ScriptedModel("d/four") { _ in
            .failure(ModelError(.notFound, "No model at http://10.0.0.7/secret.", suggestion: "Look at the secret."))
        }
        let members: [ScriptedModel] = [.member("a/one", answer: "One."), .member("b/two", answer: "Two."), broken]
        try await ServedCouncil.run([.scripted(members: members)]) { server in
            let opened = try await server.send(.post, "/v1/runs", ["question": "Why?"])
            let run = try #require(opened.json["id"]?.string)
            let token = try #require(try await server.send(.post, "/v1/runs/\(run)/share").json["token"]?.string)
            _ = try await server.send(.get, "/v1/runs/\(run)/events")
            for path in ["", "/events"] {
                #expect(try await server.send(.get, "/v1/runs/\(run)\(path)").text.contains("secret"))
                let shown = try await server.send(.get, "/v1/shared/\(token)\(path)").text
                #expect(shown.contains("did not answer") && !shown.contains("secret"))
            }
        }
    }

    @Test func `a stream that is open when the link is revoked ends`() async throws {
        let gate = Gate()
        try await ServedCouncil.run([.scripted(chairmanWaitsAt: gate)]) { server in
            let opened = try await server.send(.post, "/v1/runs", ["question": "Why?"])
            let run = try #require(opened.json["id"]?.string)
            let token = try #require(try await server.send(.post, "/v1/runs/\(run)/share").json["token"]?.string)
            try await gate.reached()
            var last = ""
            try await server.read(.get, "/v1/shared/\(token)/events") { line in
                if line.hasPrefix("data: ") { last = line }
                if line.contains("\"opened\"") {
                    _ = try await server.send(.delete, "/v1/runs/\(run)/share")
                    gate.open()
                }
                return false
            }
            #expect(last == "data: {\"reason\":\"revoked\"}")
        }
    }

    @Test func `readers without a key leave places for the others`() async throws {
        let gate = Gate()
        let limits = ServiceLimits(readers: 4, grace: .zero)
        try await ServedCouncil.run([.scripted(chairmanWaitsAt: gate)], limits: limits) { server in
            let opened = try await server.send(.post, "/v1/runs", ["question": "Why?"])
            let run = Run.ID(rawValue: try #require(opened.json["id"]?.string))
            var guests: [RunSubscription] = []
            for _ in 0..<3 { guests.append(try await server.service.subscribe(to: run, link: "a")) }
            await #expect(throws: ServiceError.self) { try await server.service.subscribe(to: run, link: "a") }
            guests.append(try await server.service.subscribe(to: run))
            withExtendedLifetime(guests) {}
            gate.open()
        }
    }

    @Test func `the guests of one link have bounded places`() async throws {
        try await ServedCouncil.run(limits: ServiceLimits(readersPerLink: 2, grace: .zero)) { server in
            let run = Run.ID(rawValue: "a")
            var first: RunSubscription? = try await server.service.subscribe(to: run, link: "one")
            let second = try await server.service.subscribe(to: run, link: "one")
            let error = await #expect(throws: ServiceError.self) {
                try await server.service.subscribe(to: run, link: "one")
            }
            #expect(error?.code == .tooMany && error?.retryAfter == 10)
            let other = try await server.service.subscribe(to: run, link: "two")
            first = nil
            first = try await server.service.subscribe(to: run, link: "one")
            withExtendedLifetime((first, second, other)) {}
        }
    }

    @Test func `guests of a link who send too fast are told when to come back`() async throws {
        try await ServedCouncil.run(options: ServerOptions(requestsPerLink: 2)) { server in
            let opened = try await server.send(.post, "/v1/runs", ["question": "Why?"])
            let run = try #require(opened.json["id"]?.string)
            let token = try #require(try await server.send(.post, "/v1/runs/\(run)/share").json["token"]?.string)
            for _ in 0..<2 { #expect(try await server.send(.get, "/v1/shared/\(token)").status == 200) }
            for path in ["", "/events"] {
                let refused = try await server.send(.get, "/v1/shared/\(token)\(path)")
                #expect(refused.status == 429 && Int(refused.headers["retry-after"] ?? "") ?? 0 > 0, "\(path)")
            }
            #expect(try await server.send(.get, "/v1/runs/\(run)").status == 200, "the owner is not held up")
        }
    }

    @Test func `a run can be deleted when the links cannot be read`() async throws {
        try await withUnreadableLinks { links, _ in
            try await ServedCouncil.run(links: links) { server in
                let opened = try await server.send(.post, "/v1/runs", ["question": "Why?"])
                let run = try #require(opened.json["id"]?.string)
                _ = try await server.send(.get, "/v1/runs/\(run)/events")
                #expect(try await server.send(.delete, "/v1/runs/\(run)").status == 204)
                #expect(try await server.send(.get, "/v1/runs/\(run)").status == 404)
            }
        }
    }

    @Test func `a link that outlived its run leads nowhere`() async throws {
        try await withSharedRun { (shared: SharedRun) async throws -> Void in
            try await shared.guest.service.delete(Run.ID(rawValue: shared.run), for: .local)
            for path in ["", "/events"] {
                let reply = try await shared.guest.send(.get, "/v1/shared/\(shared.token)\(path)")
                #expect(reply.status == 404 && !reply.text.contains(shared.run), "\(path)")
            }
        }
    }

    @Test(arguments: ["/v1/shared/abc", "/v1/shared/abc/events", "/shared/abc"])
    func `a guest is told no path of the server`(path: String) async throws {
        try await withUnreadableLinks { links, file in
            let reply = try await ServedCouncil.run(hooks: ServerHooks(page: .standard), links: links) {
                try await $0.send(.get, path)
            }
            #expect(reply.status == 500)
            #expect(reply.json["error.message"] == "Something went wrong in the server.")
        }
    }

    @Test func `only the log says which file cannot be read`() async throws {
        try await withUnreadableLinks { links, path in
            let error = #expect(throws: ServiceError.self) { try links.entry(of: "abc", keys: KeyRing(path: nil)) }
            #expect(error?.message.contains(path) == false && error?.description.contains(path) == true)
        }
    }

    private func withUnreadableLinks(_ body: (ShareLinks, _ path: String) async throws -> Void) async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "council-links-\(UUID())")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data("{".utf8).write(to: file)
        let path = file.path(percentEncoded: false)
        try await body(ShareLinks(path: path), path)
    }
}
