import CouncilKit
import CouncilTestKit
import FoundationEssentials
import Testing

/// The log, as a user meets it.
struct LogTests {
    private let key = "sk-very-secret-0123456789"

    private func ask(
        _ program: CouncilProgram, _ server: FaultServer, _ more: String...
    ) async throws -> CouncilProgram.Result {
        try await program.run(
            ["ask", "--base-url", server.baseURL, "--member", "one", "--member", "two", "--member", "three"] + more
                + ["Why is the sky blue?"])
    }

    private func withServer(
        _ script: FaultServer.Script = .council(), _ body: (CouncilProgram, FaultServer) async throws -> Void
    ) async throws {
        try await FaultServer.run(script) { server in
            try await CouncilProgram.withHome { program in
                var program = program
                program.environment["TEST_COUNCIL_KEY"] = key
                try await body(program, server)
            }
        }
    }

    private func log(of program: CouncilProgram) throws -> String {
        try String(contentsOf: program.home.appending(path: "run.log"), encoding: .utf8)
    }

    @Test func `the log goes to standard error, without content`() async throws {
        try await withServer { program, server in
            let result = try await ask(program, server, "--quiet", "--log-level", "debug")
            #expect(result.error.contains(" info answered "))
            #expect(result.error.contains(" debug call started "))
            #expect(!result.error.contains("sky") && !result.error.contains("From one"))
        }
    }

    @Test func `a log file is its owner's alone and is appended to`() async throws {
        try await withServer { program, server in
            for _ in 0..<2 { _ = try await ask(program, server, "--log-file", "run.log") }
            let path = program.home.appending(path: "run.log").path()
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
            #expect(try log(of: program).split(separator: "\n").filter { $0.contains(" info run opened ") }.count == 2)
        }
    }

    @Test func `content is logged if it is asked for`() async throws {
        try await withServer { program, server in
            _ = try await ask(program, server, "--log-file", "run.log", "--log-content")
            #expect(try log(of: program).contains("question=\"Why is the sky blue?\""))
        }
    }

    @Test func `an unknown level is refused with the one that was meant`() async throws {
        try await withServer { program, server in
            let result = try await ask(program, server, "--log-level", "inof")
            #expect(result.exitCode == 2)
            #expect(result.error.contains("Did you mean “info”?"))
        }
    }

    @Test func `a resumed run is logged, too`() async throws {
        let script = FaultServer.Script { $0.number < 3 ? .error(400, "No.") : .reply("Yes.") }
        try await withServer(script) { program, server in
            _ = try await ask(program, server)
            let result = try await program.run("resume", "2", "--log-file", "run.log")
            #expect(result.exitCode != 2, "\(result.error)")
            #expect(try log(of: program).contains(" info run resumed "))
        }
    }

    @Test func `nothing that is written during a run holds the key`() async throws {
        // One member fails with the key in the words of its provider.
        let key = key
        let script = FaultServer.Script { request in
            switch (request.model, StageOfPrompt(request.messages)) {
            case ("one", .answer): .error(401, "Incorrect API key provided: \(key)")
            case (_, .review(let answers)): .reply(ScriptedModel.reviewText(of: answers))
            default: .reply("Fine.")
            }
        }
        try await withServer(script) { program, server in
            var seen = ""
            for options in [
                ["--log-level", "trace", "--log-content"], ["--json", "--log-file", "run.log", "--log-content"],
            ] {
                let result = try await program.run(
                    [
                        "ask", "--base-url", server.baseURL, "--member", "one", "--member", "two", "--member", "three",
                        "--api-key-env", "TEST_COUNCIL_KEY", "--cache", "Why?",
                    ] + options)
                #expect(result.exitCode == 0, "\(result.error)")
                seen += result.output + result.error
            }
            #expect(server.requests[0].headers["authorization"] == "Bearer \(key)")
            #expect(seen.contains("Incorrect API key provided"))
            #expect(!seen.contains(key))
            let files = try FileManager.default.subpathsOfDirectory(atPath: program.home.path())
            #expect(files.contains("run.log"))
            #expect(
                files.contains { $0.hasSuffix("journal.sqlite") } && files.contains { $0.hasSuffix("replies.sqlite") })
            for file in files {
                let content = try? Data(contentsOf: program.home.appending(path: file))
                #expect(content?.firstRange(of: Data(key.utf8)) == nil, "\(file)")
            }
        }
    }
}
