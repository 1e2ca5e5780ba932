import CouncilKit
import CouncilTestKit
import FoundationEssentials
import Testing

/// The options of `council ask`, as a user meets them.
struct AskOptionTests {
    private let members = ["one", "two", "three"]

    private func arguments(_ server: FaultServer, _ more: [String]) -> [String] {
        ["ask", "--plain", "--base-url", server.baseURL] + members.flatMap { ["--member", $0] } + more
    }

    /// Asks in a home of its own.
    private func asking(
        _ more: String..., script: FaultServer.Script = .council(), input: String = "",
        _ body: (CouncilProgram.Result, FaultServer, CouncilProgram) async throws -> Void
    ) async throws {
        try await FaultServer.run(script) { server in
            try await CouncilProgram.withHome { program in
                try await body(try await program.run(arguments(server, more), input: input), server, program)
            }
        }
    }

    @Test func `with quiet nothing is said but the answer`() async throws {
        try await asking("--quiet", "Why?") { result, _, _ in
            #expect(result.output == "In conclusion: 完成 ✅.\n")
            #expect(result.error.isEmpty)
        }
    }

    @Test func `with quiet a sole answer is still labelled`() async throws {
        let script = FaultServer.Script { $0.model == "two" ? .reply("Alone.") : .error(401, "No.") }
        try await asking("--quiet", "Why?", script: script) { result, _, _ in
            #expect(result.output == "Alone.\n")
            #expect(result.error.hasPrefix("Only custom/two answered, so there was nothing to review or to rank"))
        }
    }

    @Test func `the parts that are shown stand in the order of the run, each under its heading`() async throws {
        try await asking("--show", "final,answers", "Why?") { result, _, _ in
            let answers = try #require(result.output.firstRange(of: "Answers\n═══════"))
            let final = try #require(result.output.firstRange(of: "Final answer · custom/one"))
            let text = try #require(result.output.firstRange(of: "In conclusion: 完成 ✅."))
            #expect(answers.upperBound < final.lowerBound && final.upperBound < text.lowerBound)
        }
    }

    @Test(arguments: [["--show", ""], ["--show", "tally", "--quiet"], ["--show", "tally", "--json"]])
    func `parts that cannot be shown are a mistake before anybody is asked`(options: [String]) async throws {
        try await FaultServer.run(.council()) { server in
            try await CouncilProgram.withHome { program in
                let result = try await program.run(arguments(server, options + ["Why?"]))
                #expect(result.exitCode == 2)
                #expect(server.requests.isEmpty)
            }
        }
    }

    @Test func `the chairman that is named concludes`() async throws {
        try await asking("--chairman", "four", "Why?") { _, server, _ in
            #expect(server.requests.map(\.purpose).filter { $0.hasSuffix("concludes") } == ["four concludes"])
        }
    }

    @Test func `the same seed draws the same labels`() async throws {
        try await FaultServer.run(.council()) { server in
            try await CouncilProgram.withHome { program in
                var labels: [[Label]] = []
                for _ in 0..<2 {
                    let result = try await program.run(arguments(server, ["--seed", "7", "--json", "Why?"]))
                    let line = try #require(result.output.split(separator: "\n").first)
                    let event = try JSONDecoder.events.decode(CouncilEvent.self, from: Data(line.utf8))
                    if case .opened(let run) = event { labels.append(run.labels) }
                }
                #expect(labels.count == 2 && labels[0] == labels[1])
            }
        }
    }

    @Test func `the council that is named is asked`() async throws {
        try await FaultServer.run(.council()) { server in
            try await CouncilProgram.withHome { program in
                try program.write(
                    """
                    default: small
                    councils:
                      small: {members: [mine/one, mine/two]}
                      large: {members: [mine/three, mine/four], synthesis: plain}
                    providers: {mine: {base_url: "\(server.baseURL)"}}
                    """, to: "council.yaml")
                #expect(try await program.run("ask", "--council", "large", "Why?").exitCode == 0)
                #expect(Set(server.requests.map(\.model)) == ["three", "four"])
            }
        }
    }

    @Test func `a council that is named beside an address is looked for in the configuration`() async throws {
        try await FaultServer.run(.council()) { server in
            try await CouncilProgram.withHome { program in
                try program.write(
                    "councils: {paid: {members: [ollama/x], synthesis: plain}}", to: "council.yaml")
                let result = try await program.run(arguments(server, ["--council", "paid", "Why?"]))
                #expect(result.exitCode == 0, "\(result.error)")
            }
        }
    }

    @Test func `a file that is not there, a folder and a file that is no text are told apart`() async throws {
        try await FaultServer.run(.council()) { server in
            try await CouncilProgram.withHome { program in
                try Data([0x66, 0xFF, 0xFE]).write(to: program.home.appending(path: "latin.txt"))
                for (file, words) in [
                    ("nope.txt", "nope.txt: There is no such file."), (".", ".: This is a folder."),
                    ("latin.txt", "latin.txt: The file is not text in UTF-8."),
                ] {
                    let result = try await program.run(arguments(server, ["--file", file]))
                    #expect(result.exitCode == 2 && result.error.contains(words), "\(result.error)")
                }
                #expect(server.requests.isEmpty)
            }
        }
    }

    @Test func `without a question nobody is asked`() async throws {
        try await asking(input: " \n") { result, server, _ in
            #expect(result.exitCode == 2)
            #expect(result.error.contains("The question is empty."))
            #expect(server.requests.isEmpty)
        }
    }

    @Test func `standard input that is not UTF-8 is refused`() async throws {
        try await FaultServer.run(.council()) { server in
            try await CouncilProgram.withHome { program in
                let result = try await program.run(arguments(server, []), bytes: [0x57, 0x68, 0x79, 0xFF, 0x3F])
                #expect(result.exitCode == 2 && result.error.contains("not text in UTF-8"), "\(result.error)")
                #expect(server.requests.isEmpty)
            }
        }
    }

    @Test func `a local runtime that cannot start keeps nobody else from answering`() async throws {
        try await FaultServer.run(.council()) { server in
            try await CouncilProgram.withHome { program in
                try program.write("providers: {t: {base_url: \"\(server.baseURL)\"}}", to: "council.yaml")
                let result = try await program.run(
                    ["ask", "--plain", "--runtime", "/nope", "Why?"]
                        + ["t/one", "t/two", "t/three", "local/smollm2-135m"].flatMap { ["--member", $0] })
                #expect(result.output == "In conclusion: 完成 ✅.\n")
                #expect(result.error.contains("local/smollm2-135m failed: /nope is no program"), "\(result.error)")
            }
        }
    }
}
