import AsyncHTTPClient
import CouncilTestKit
import FoundationEssentials
import NIOCore
import NIOHTTP1
import Testing

/// The response cache, as a user meets it.
struct CacheTests {
    private func ask(
        _ program: CouncilProgram, _ server: FaultServer, _ more: String...
    ) async throws -> CouncilProgram.Result {
        try await program.run(
            ["ask", "--base-url", server.baseURL, "--member", "one", "--member", "two", "--member", "three"] + more
                + ["Why?"])
    }

    private func withServer(_ body: (CouncilProgram, FaultServer) async throws -> Void) async throws {
        try await FaultServer.run(.council()) { server in
            try await CouncilProgram.withHome { try await body($0, server) }
        }
    }

    @Test func `with the cache a repeated question sends nothing and has the same answer`() async throws {
        try await withServer { program, server in
            let first = try await ask(program, server, "--cache")
            let asked = server.requests.count
            let second = try await ask(program, server, "--cache")
            #expect(second.exitCode == 0, "\(second.error)")
            #expect(second.output == first.output)
            #expect(server.requests.count == asked)
        }
    }

    @Test func `with the cache the server sends nothing for a repeated question either`() async throws {
        try await withServer { program, upstream in
            let members = ["--base-url", upstream.baseURL, "--member", "one", "--member", "two", "--member", "three"]
            let counts = try await program.serve(members + ["--cache", "--grace", "0"]) { server in
                var request = HTTPClientRequest(url: "\(server.url)/v1/chat/completions")
                request.method = .POST
                request.headers.add(name: "content-type", value: "application/json")
                request.body = .bytes(
                    ByteBuffer(string: #"{"model": "council", "messages": [{"role": "user", "content": "Why?"}]}"#))
                var counts: [Int] = []
                for _ in 0..<2 {
                    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
                    _ = try await response.body.collect(upTo: 1 << 20)
                    counts.append(upstream.requests.count)
                }
                return counts
            }.value
            #expect(counts[0] > 0)
            #expect(counts[0] == counts[1])
        }
    }

    @Test func `answers and reviews from the cache are said to come from there`() async throws {
        try await withServer { program, server in
            let first = try await ask(program, server, "--cache")
            let second = try await ask(program, server, "--cache")
            #expect(!first.error.contains("from the response cache"))
            #expect(second.error.contains("; from the response cache\n"))
            #expect(second.error.contains("\ncustom/one reviewed (from the response cache): "))
        }
    }

    @Test func `an estimate says that it does not look into the cache`() async throws {
        try await withServer { program, server in
            let plain = try await ask(program, server, "--dry-run")
            let cached = try await ask(program, server, "--dry-run", "--cache")
            let remark = "Replies that the response cache holds will cost nothing; the estimate counts them in full."
            #expect(!plain.output.contains(remark) && cached.output.contains(remark))
        }
    }

    @Test func `with the cache a repeated question costs nothing under a day's budget, whatever that leaves`()
        async throws
    {
        try await withServer { program, server in
            let text = """
                budget: {day: 30}
                cache: true
                prices: {custom/*: {input: 100, output: 1000}}
                providers: {custom: {base_url: "\(server.baseURL)"}}
                councils:
                  a: {members: [custom/one, custom/two, custom/three], synthesis: plain, max_review_tokens: 200}
                """
            try Data(text.utf8).write(to: program.home.appending(path: "council.yaml"))
            let first = try await program.run("ask", "Why?")
            #expect(first.exitCode == 0, "\(first.error)")
            let asked = server.requests.count
            // Another question in between leaves less of the day.
            _ = try await program.run("ask", "How?")
            let between = server.requests.count
            let second = try await program.run("ask", "Why?")
            #expect(second.exitCode == 0, "\(second.error)")
            #expect(second.output == first.output)
            #expect(asked > 0 && between > asked)
            #expect(server.requests.count == between)
        }
    }

    @Test func `without it a repeated question is asked again`() async throws {
        try await withServer { program, server in
            _ = try await ask(program, server, "--cache")
            let asked = server.requests.count
            _ = try await ask(program, server)
            #expect(server.requests.count == 2 * asked)
        }
    }
}
