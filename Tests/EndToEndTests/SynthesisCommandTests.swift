import CouncilKit
import CouncilTestKit
import FoundationEssentials
import Subprocess
import Testing

/// Analysis, checks, votes and depth as a user meets them.
struct SynthesisCommandTests {
    private let members = ["--member", "one", "--member", "two", "--member", "three"]

    private func withServer(
        _ script: FaultServer.Script = .council(), _ body: (CouncilProgram, FaultServer) async throws -> Void
    ) async throws {
        try await FaultServer.run(script) { server in
            try await CouncilProgram.withHome { try await body($0, server) }
        }
    }

    private func ask(_ server: FaultServer, _ more: String...) -> [String] {
        ["ask", "--base-url", server.baseURL] + members + more + ["Why?"]
    }

    private func events(_ lines: some Sequence<String>) throws -> [CouncilEvent] {
        try lines.map { try JSONDecoder.events.decode(CouncilEvent.self, from: Data($0.utf8)) }
    }

    @Test func `the whole of a run can be shown afterwards`() async throws {
        try await withServer { program, server in
            let result = try await program.run(ask(server))
            #expect(result.exitCode == 0, "\(result.error)")
            let shown = try await program.run("show", "2").output
            for heading in ["Analysis · ", "Do no harm\n", "Dropped points · ", "Final answer · "] {
                #expect(shown.contains("\n" + heading), "\(shown)")
            }
            let dropped = try await program.run("show", "--dropped", "2").output
            #expect(dropped.hasPrefix("Dropped points · "))
        }
    }

    @Test func `a draft that loses is not what goes to standard output`() async throws {
        // “From …” stands before “In conclusion” in the alphabet, and the judges of this script like that.
        try await withServer { program, server in
            let result = try await program.run(ask(server))
            #expect(result.output.hasPrefix("From "))
            #expect(result.error.contains("was worse than the best single answer in a blind comparison"))
        }
    }

    @Test(arguments: [
        (["--plain"], SynthesisSettings.plain),
        (["--no-audit", "--depth", "deep"], SynthesisSettings(audit: false, depth: .deep)),
        (["--answer-type", "yes-no", "--no-do-no-harm"], SynthesisSettings(doNoHarm: false, answerType: .yesNo)),
    ])
    func `options are recorded with the run`(options: [String], expected: SynthesisSettings) async throws {
        try await withServer { program, server in
            let lines = try await program.run(ask(server) + options + ["--json"]).output.split(separator: "\n")
            guard case .opened(let run)? = try events(lines.prefix(1).map(String.init)).first else {
                Issue.record("the first event is not “opened”")
                return
            }
            #expect(run.settings.synthesis == expected)
        }
    }

    @Test(arguments: [["--depth", "bottomless"], ["--answer-type", "colour"], ["--plain", "--audit"]])
    func `a wrong option has exit code 2`(options: [String]) async throws {
        try await CouncilProgram.withHome { program in
            let result = try await program.run(["ask", "Why?"] + options)
            #expect(result.exitCode == 2)
        }
    }

    @Test func `a dry run counts the checks`() async throws {
        try await withServer { program, server in
            let output = try await program.run(ask(server, "--dry-run")).output
            #expect(output.contains("comparer/1/swapped"))
            #expect(output.contains("\nchecks"))
        }
    }

    @Test(arguments: 8...16)
    func `a run killed while its draft is looked at is finished without repeating a call`(
        position: Int
    ) async throws {
        try await withServer { program, server in
            let killed = try await program.run(ask(server, "--json"), sending: .kill) {
                $0.contains("\"position\":\(position),")
            }
            guard case .opened(let run) = try events(killed.lines.prefix(1))[0] else { return }
            let shown = try await program.run("show", "--json", run.id.rawValue).output
            let before = try events(shown.split(separator: "\n").map(String.init))
            let resumed = try await program.run("resume", "--quiet", run.id.rawValue)
            #expect(resumed.exitCode == 0, "\(resumed.error)")
            #expect(resumed.output.hasPrefix("From "))
            #expect(before.count >= position)
            for purpose in before.compactMap(\.purpose) {
                #expect(server.requests.count { $0.purpose == purpose } == 1, "\(purpose)")
            }
        }
    }
}
