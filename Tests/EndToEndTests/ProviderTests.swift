import CouncilKit
import CouncilTestKit
import FoundationEssentials
import Testing

/// The program with providers of all three protocols, named in a `council.yaml`.
struct ProviderTests {
    private func configuration(_ server: FaultServer, members: String) -> String {
        """
        providers:
          a: {base_url: "\(server.baseURL(for: .openAI))"}
          b: {base_url: "\(server.baseURL(for: .anthropic))", protocol: anthropic, api_key_env: TEST_KEY_B}
          c: {base_url: "\(server.baseURL(for: .gemini))", protocol: gemini, api_key_env: TEST_KEY_C}
        councils:
          mixed: {members: \(members), chairman: b/two}
        """
    }

    private func withProgram(
        _ script: FaultServer.Script, members: String = "[a/one, b/two, c/three]",
        _ body: (CouncilProgram, FaultServer) async throws -> Void
    ) async throws {
        try await FaultServer.run(script, models: ["one", "two"]) { server in
            try await CouncilProgram.withHome { program in
                var program = program
                program.environment = ["TEST_KEY_B": "key-of-b-123", "TEST_KEY_C": "key-of-c-123"]
                let text = configuration(server, members: members)
                try Data(text.utf8).write(to: program.home.appending(path: "council.yaml"))
                try await body(program, server)
            }
        }
    }

    @Test func `members of three protocols answer, review each other and conclude`() async throws {
        try await withProgram(.council()) { program, server in
            let result = try await program.run("ask", "--json", "Why?")
            #expect(result.exitCode == 0, "\(result.error)")
            let events = try result.output.split(separator: "\n").map {
                try JSONDecoder.events.decode(CouncilEvent.self, from: Data($0.utf8))
            }
            let outcome = Outcome(events)
            #expect(outcome.reviews.count == 3)
            #expect(outcome.conclusion?.source == .chairman)
            #expect(Set(server.requests.map(\.dialect)) == Set(FaultServer.Dialect.allCases))
        }
    }

    @Test(arguments: ["a", "b", "c"])
    func `the models of a provider are listed`(_ provider: String) async throws {
        try await withProgram([]) { program, _ in
            #expect(
                try await program.run("models", "--provider", provider).output == "\(provider)/one\n\(provider)/two\n")
            let json = try await program.run("models", "--provider", provider, "--json").output
            #expect(json.split(separator: "\n").first == #"{"id":"one","member":"\#(provider)/one"}"#)
        }
    }

    @Test func `the models of an unknown provider are a mistake with a suggestion`() async throws {
        try await CouncilProgram.withHome { program in
            let result = try await program.run("models", "--provider", "antropic")
            #expect(result.exitCode == 2)
            #expect(result.error.contains("Did you mean “anthropic”?"))
        }
    }

    @Test func `a fallback answers for a member that is ill, and the doctor knows both`() async throws {
        let council = FaultServer.Script.council()
        let script = FaultServer.Script { request in
            request.model == "ill" ? .error(404, "No such model: ill") : council.step(for: request)
        }
        try await withProgram(script, members: "[[a/ill, c/well], b/two]") { program, _ in
            let result = try await program.run("ask", "--json", "Why?")
            #expect(result.exitCode == 0, "\(result.error)")
            #expect(
                result.output.contains(#""answeredBy":"c/well""#) || result.output.contains(#""answeredBy":"c\/well""#))
            let checkup = try await program.run("doctor").output
            #expect(checkup.contains("ill  a/ill"))
            #expect(checkup.contains("well c/well"))
        }
    }
}
