import CouncilKit
import CouncilTestKit
import FoundationEssentials
import Testing

/// The program at a terminal, on a screen of its own.
@Suite(.timeLimit(.minutes(2)))
struct TerminalTests {
    private static let widths = [40, 80]

    private func arguments(_ server: FaultServer, _ more: String...) -> [String] {
        ["ask", "--plain", "--base-url", server.baseURL, "为什么？ 🌌 لماذا"]
            + ["qwen2.5-coder-1.5b", "anthropic/claude-sonnet-5", "千问-学习模型-7b"].flatMap { ["--member", $0] } + more
    }

    /// The screen of a second run, whose tally reckons with strengths.
    private func screen(columns: Int, _ more: String...) async throws -> CouncilProgram.Screen {
        try await FaultServer.run(.council()) { server in
            try await CouncilProgram.withHome { program in
                _ = try await program.run(arguments(server))
                return try await program.onTerminal(arguments(server) + more, columns: columns)
            }
        }
    }

    @Test(arguments: widths) func `no line of the screen is wider than the window`(columns: Int) async throws {
        let screen = try await screen(columns: columns)
        #expect(screen.wrapped.isEmpty, "\(screen.text)")
    }

    @Test(arguments: widths) func `the run leaves a clean transcript`(columns: Int) async throws {
        let screen = try await screen(columns: columns)
        #expect(screen.status == 0, "\(screen.text)")
        #expect(screen.unknown.isEmpty)
        // One line a member in the picture, one in the matrix, none left over from earlier pictures.
        #expect(screen.count { $0.contains("学习模型-7b  ") && $0.contains("tokens") } == 1, "\(screen.text)")
        #expect(screen.count { $0.contains("writes…") } == 0, "\(screen.text)")
        #expect(screen.count { $0 == "In conclusion: 完成 ✅." } == 1, "\(screen.text)")
        let tally = screen.lines.drop { $0 != "Tally" }.joined(separator: "\n")
        for word in ["rank", "with strength", "90 %", "mean rank", "ballots"] { #expect(tally.contains(word)) }
    }

    @Test(arguments: widths) func `a log on the terminal stands in lines of its own`(columns: Int) async throws {
        let screen = try await screen(columns: columns, "--log-level", "debug")
        #expect(screen.unknown.isEmpty)
        let entries = screen.lines.filter { $0.wholeMatch(of: /.*\d\d:\d\d:\d\dZ (info|debug).*/) != nil }
        #expect(entries.count > 5, "\(screen.text)")
        #expect(entries.allSatisfy { $0.prefixMatch(of: /\d{4}-\d\d-\d\dT/) != nil }, "\(screen.text)")
        #expect(screen.count { $0.hasPrefix("custom/qwen2.5-coder-1.5b answered") } == 1, "\(screen.text)")
    }

    @Test func `Ctrl-C stops the requests and leaves a run that can be resumed`() async throws {
        let council = FaultServer.Script.council()
        let script = FaultServer.Script { request in
            request.number < 3 ? .reply(["One ", "two"]).hanging(afterPieces: 1) : council.step(for: request)
        }
        try await FaultServer.run(script) { server in
            try await CouncilProgram.withHome { program in
                let screen = try await program.onTerminal(
                    arguments(server), columns: 80, interruptedAt: "answering  ~")
                #expect(screen.status == 130, "\(screen.text)")
                for request in 0..<3 { try await server.clientLeft(request) }
                let advice = try #require(screen.text.firstMatch(of: /council resume (\S+)/))
                let resumed = try await program.run("resume", "--quiet", String(advice.output.1))
                #expect(resumed.output == "In conclusion: 完成 ✅.\n", "\(resumed.error)")
            }
        }
    }

    @Test func `what goes into a pipe beside a terminal is the answer alone`() async throws {
        try await FaultServer.run(.council()) { server in
            try await CouncilProgram.withHome { program in
                let file = program.home.appending(path: "answer.txt")
                let command = "exec \"$0\" \"$@\" > answer.txt"
                _ = try await program.onTerminal(
                    ["-c", command, CouncilProgram.path] + arguments(server), columns: 80, program: "sh")
                #expect(try String(contentsOf: file, encoding: .utf8) == "In conclusion: 完成 ✅.\n")
            }
        }
    }
}
