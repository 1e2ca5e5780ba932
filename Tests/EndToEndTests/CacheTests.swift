import CouncilTestKit
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

    @Test func `without it a repeated question is asked again`() async throws {
        try await withServer { program, server in
            _ = try await ask(program, server, "--cache")
            let asked = server.requests.count
            _ = try await ask(program, server)
            #expect(server.requests.count == 2 * asked)
        }
    }
}
