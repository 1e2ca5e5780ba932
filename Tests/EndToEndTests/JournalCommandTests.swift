import CouncilKit
import CouncilTestKit
import FoundationEssentials
import Subprocess
import Testing

/// The commands that look into the journal, and those that look at what could be asked.
struct JournalCommandTests {
    private func withServer(_ body: (CouncilProgram, FaultServer) async throws -> Void) async throws {
        try await FaultServer.run(.council()) { server in
            try await CouncilProgram.withHome { try await body($0, server) }
        }
    }

    private func ask(_ program: CouncilProgram, _ server: FaultServer, _ question: String) async throws -> String {
        let result = try await program.run(
            "ask", "--plain", "--json", "--base-url", server.baseURL, "--member", "one", "--member", "two", question)
        let opened = try #require(result.output.split(separator: "\n").first)
        let event = try JSONDecoder.events.decode(CouncilEvent.self, from: Data(opened.utf8))
        guard case .opened(let run) = event else { return "" }
        return run.id.rawValue
    }

    @Test func `runs are listed newest first, whatever their names`() async throws {
        try await withServer { program, server in
            var names: [String] = []
            for question in ["One?", "二？", "ثلاثة؟", "4️⃣?"] { names.append(try await ask(program, server, question)) }
            let listed = try await program.run("runs").output.split(separator: "\n").dropFirst()
            #expect(listed.map { String($0.prefix { $0 != " " }) } == names.reversed())
            #expect(try await program.run("runs", "--limit", "1").output.contains(names[3]))
        }
    }

    @Test func `a run can be shown as Markdown`() async throws {
        try await withServer { program, server in
            let name = try await ask(program, server, "为什么？")
            let markdown = try await program.run("show", "--markdown", name).output
            #expect(markdown.hasPrefix("# Run \(name)\n\n## Question\n\n> 为什么？\n"))
            #expect(markdown.contains("> In conclusion: 完成 ✅."))
        }
    }

    @Test func `a finished run that is resumed shows its answer and asks nobody`() async throws {
        try await withServer { program, server in
            let name = try await ask(program, server, "Why?")
            let asked = server.requests.count
            let result = try await program.run("resume", name)
            #expect(result.output == "In conclusion: 完成 ✅.\n")
            #expect(result.error.contains("is finished"))
            #expect(server.requests.count == asked)
        }
    }

    @Test func `a finished run that is resumed as JSON gives its events`() async throws {
        try await withServer { program, server in
            let name = try await ask(program, server, "Why?")
            let resumed = try await program.run("resume", "--json", name).output
            #expect(resumed == (try await program.run("show", "--json", name).output))
            #expect(!resumed.isEmpty)
        }
    }

    @Test func `an unknown run cannot be resumed`() async throws {
        try await withServer { program, server in
            _ = try await ask(program, server, "Why?")
            let result = try await program.run("resume", "nothing")
            #expect(result.exitCode == 2)
            #expect(result.error.contains("There is no run “nothing”."))
        }
    }

    @Test func `a name that many runs could have is not answered with all of them`() async throws {
        try await withServer { program, server in
            for _ in 0..<6 { _ = try await ask(program, server, "Why?") }
            let result = try await program.run("show", "2")
            #expect(result.exitCode == 2)
            #expect(result.error.contains("any of 6 runs, such as "), "\(result.error)")
            #expect(result.error.split(separator: ",").count == 6, "\(result.error)")
        }
    }

    @Test(arguments: ["runs", "stats", "show x", "resume x"])
    func `a journal that was mistyped is not created`(command: String) async throws {
        try await CouncilProgram.withHome { program in
            let words = command.split(separator: " ").map(String.init)
            let result = try await program.run(words + ["--store", "typo/journal.sqlite"])
            #expect(result.exitCode == 2)
            #expect(result.error.contains("typo/journal.sqlite: There is no journal here."))
            #expect(!FileManager.default.fileExists(atPath: program.home.appending(path: "typo").path()))
        }
    }

    /// Runs the program with a reader of its output that is gone before anything is written.
    private func runUnread(_ program: CouncilProgram, _ arguments: [String]) async throws -> CouncilProgram.Result {
        let script = "exec 3> >(:); wait $!; \"$0\" \"$@\" >&3"
        let result = try await Subprocess.run(
            .name("bash"), arguments: Arguments(["-c", script, CouncilProgram.path] + arguments),
            environment: program.settings, output: .string(limit: 10_000), error: .string(limit: 10_000))
        return CouncilProgram.Result(
            status: result.terminationStatus, output: result.standardOutput, error: result.standardError)
    }

    @Test func `a reader that has left, as head does, is no failure worth a word`() async throws {
        try await withServer { program, server in
            _ = try await ask(program, server, "Why?")
            let result = try await runUnread(program, ["runs"])
            #expect(result.exitCode == 141)
            #expect(result.error == "")
        }
    }

    @Test func `whoever asks and does not read is told where the answer is`() async throws {
        try await withServer { program, server in
            let members = ["--base-url", server.baseURL, "--member", "one", "--member", "two"]
            let result = try await runUnread(program, ["ask", "Why?"] + members)
            #expect(result.exitCode == 141)
            let run = try #require(result.error.split(separator: " ").last.map { $0.filter { !$0.isNewline } })
            #expect(result.error.contains("Whoever read the output has left. The answer is kept: council show \(run)"))
            #expect(try await program.run("show", run).output.contains("完成"))
        }
    }

    @Test func `a key that nobody has seen can be revoked`() async throws {
        try await CouncilProgram.withHome { program in
            let result = try await runUnread(program, ["keys", "create", "Ada"])
            #expect(result.exitCode == 141)
            let key = try #require(result.error.split(separator: " ").last.map { $0.filter { !$0.isNewline } })
            #expect(try await program.run("keys", "revoke", key).exitCode == 0)
        }
    }

    @Test func `the doctor says which key is missing`() async throws {
        try await CouncilProgram.withHome { program in
            var program = program
            program.environment["OPENAI_API_KEY"] = ""
            let result = try await program.run("doctor", "--member", "openai/gpt-x")
            #expect(result.exitCode == 1)
            #expect(result.output.contains("ill  openai/gpt-x") && result.output.contains("OPENAI_API_KEY"))
        }
    }

    @Test func `the doctor hears everybody out and fetches nothing`() async throws {
        try await withServer { program, server in
            try program.write(
                """
                councils: {home: {members: [mine/one, secret/two, local/smollm2-135m]}}
                providers:
                  mine: {base_url: "\(server.baseURL)"}
                  secret: {base_url: "\(server.baseURL)", headers: {x-key: "${COUNCIL_NOT_SET}"}}
                """, to: "mine.yaml")
            let result = try await program.run("doctor", "--config", "mine.yaml")
            #expect(result.output.contains("well mine/one"), "\(result.error)")
            #expect(result.output.contains("ill  secret/two") && result.output.contains("COUNCIL_NOT_SET"))
            #expect(result.output.contains("ill  local/smollm2-135m") && result.output.contains("council models pull"))
        }
    }

    @Test func `the local models are listed with licence and state`() async throws {
        try await CouncilProgram.withHome { program in
            let output = try await program.run("models", "list").output
            let line = try #require(output.split(separator: "\n").first { $0.hasPrefix("local/smollm2-135m") })
            #expect(line.contains("Apache-2.0") && line.hasSuffix("not fetched"))
        }
    }

    @Test func `models are removed all or none`() async throws {
        try await CouncilProgram.withHome { program in
            try Data("GGUF".utf8).write(to: program.home.appending(path: "mine.gguf"))
            #expect(try await program.run("models", "add", "mine.gguf").output == "Seat it as local/mine\n")
            let refused = try await program.run("models", "remove", "mine", "nope")
            #expect(refused.exitCode == 2)
            #expect(try await program.run("models").output.contains("local/mine"))
            #expect(try await program.run("models", "remove", "mine").exitCode == 0)
            #expect(try await !program.run("models").output.contains("local/mine"))
        }
    }
}
