import CouncilKit
import CouncilTestKit
import FoundationEssentials
import Testing

/// The program as a user meets it, against a scripted server.
struct CommandLineTests {
    private func ask(
        _ program: CouncilProgram, _ server: FaultServer, _ more: [String] = ["Why?"], input: String = ""
    ) async throws -> CouncilProgram.Result {
        try await program.run(
            ["ask", "--plain", "--base-url", server.baseURL, "--member", "one", "--member", "two", "--member", "three"]
                + more,
            input: input)
    }

    private func withServer(
        _ script: FaultServer.Script = .council(),
        _ body: (CouncilProgram, FaultServer) async throws -> Void
    ) async throws {
        try await FaultServer.run(script) { server in
            try await CouncilProgram.withHome { try await body($0, server) }
        }
    }

    @Test func `only the answer goes to standard output`() async throws {
        try await withServer { program, server in
            let result = try await ask(program, server)
            #expect(result.output == "In conclusion: 完成 ✅.\n")
        }
    }

    @Test func `away from a terminal there are no control codes`() async throws {
        try await withServer { program, server in
            let result = try await ask(program, server)
            #expect(!(result.output + result.error).unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
        }
    }

    @Test func `the question may come from standard input`() async throws {
        try await withServer { program, server in
            _ = try await ask(program, server, [], input: "为什么？\n🌌 لماذا")
            #expect(server.requests[0].messages.last?.text == "为什么？\n🌌 لماذا")
        }
    }

    @Test func `the question may come from a file`() async throws {
        try await withServer { program, server in
            try Data("From a file?".utf8).write(to: program.home.appending(path: "question.txt"))
            _ = try await ask(program, server, ["--file", "question.txt"])
            #expect(server.requests[0].messages.last?.text == "From a file?")
        }
    }

    @Test func `JSON lines are the events with their positions`() async throws {
        try await withServer { program, server in
            let lines = try await ask(program, server, ["--json", "Why?"]).output.split(separator: "\n")
            let events = try lines.map { try JSONDecoder.events.decode(CouncilEvent.self, from: Data($0.utf8)) }
            #expect(Outcome(events).conclusion?.text == "In conclusion: 完成 ✅.")
            #expect(lines.last?.contains("\"position\":9") == true)
        }
    }

    @Test func `what was asked can be shown afterwards with who said what`() async throws {
        try await withServer { program, server in
            _ = try await ask(program, server)
            let shown = try await program.run("show", "2").output
            for model in ["custom/one", "custom/two", "custom/three"] { #expect(shown.contains(model)) }
            #expect(shown.contains("From two."))
        }
    }

    @Test func `a follow-up question carries the conversation`() async throws {
        try await withServer { program, server in
            _ = try await ask(program, server)
            let asked = server.requests.count
            let result = try await program.run("ask", "--continue", "2", "And then?")
            #expect(result.exitCode == 0, "\(result.error)")
            #expect(server.requests[asked].messages.map(\.text) == ["Why?", "In conclusion: 完成 ✅.", "And then?"])
        }
    }

    @Test func `when nobody answers the exit code is 1 and every reason is given`() async throws {
        try await withServer(.always(.error(429, "No credit left."))) { program, server in
            let result = try await ask(program, server)
            #expect(result.exitCode == 1)
            #expect(result.output.isEmpty)
            for model in ["custom/one", "custom/two", "custom/three"] { #expect(result.error.contains(model)) }
            #expect(result.error.contains("No credit left."))
        }
    }

    @Test func `a wrong option has exit code 2`() async throws {
        try await CouncilProgram.withHome { program in
            let result = try await program.run("ask", "--membr", "x")
            #expect(result.exitCode == 2)
        }
    }

    @Test func `a mistake in the configuration is reported with file, line and the nearest name`() async throws {
        try await CouncilProgram.withHome { program in
            let text = "councils:\n  mine:\n    membres: [ollama/a]\n"
            try Data(text.utf8).write(to: program.home.appending(path: "council.yaml"))
            let result = try await program.run("ask", "Why?")
            #expect(result.exitCode == 2)
            #expect(result.error.contains("council.yaml:3:"))
            #expect(result.error.contains("Did you mean “members”?"))
        }
    }

    @Test func `the configuration that init writes is valid`() async throws {
        try await CouncilProgram.withHome { program in
            #expect(try await program.run("init").exitCode == 0)
            // An unknown council is complained about only after the file was read.
            let result = try await program.run("ask", "--council", "loca", "Why?")
            #expect(result.error.contains("Did you mean “local”?"))
        }
    }

    @Test func `the key reaches the server and nothing else`() async throws {
        let key = "sk-very-secret-0123456789"
        try await withServer(.always(.error(401, "Incorrect API key provided: \(key)"))) { program, server in
            var program = program
            program.environment["TEST_COUNCIL_KEY"] = key
            let result = try await ask(program, server, ["--api-key-env", "TEST_COUNCIL_KEY", "Why?"])
            #expect(server.requests[0].headers["authorization"] == "Bearer \(key)")
            #expect(!(result.output + result.error).contains(key))
            let shown = try await program.run("show", "--json", "2").output
            #expect(shown.contains("Incorrect API key provided"))
            for file in try FileManager.default.subpathsOfDirectory(atPath: program.home.path()) {
                let content = try? Data(contentsOf: program.home.appending(path: file))
                #expect(content?.firstRange(of: Data(key.utf8)) == nil, "\(file)")
            }
        }
    }

    @Test func `the doctor names who is ill in the provider's words`() async throws {
        let script = FaultServer.Script { $0.model == "two" ? .error(404, "No such model: two") : .reply("ready") }
        try await withServer(script) { program, server in
            let result = try await program.run(
                "doctor", "--base-url", server.baseURL, "--member", "one", "--member", "two")
            #expect(result.exitCode == 1)
            #expect(result.output.contains("well custom/one"))
            #expect(result.output.contains("ill  custom/two"))
            #expect(result.output.contains("No such model: two"))
        }
    }
}
