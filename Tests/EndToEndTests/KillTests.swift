import CouncilKit
import CouncilTestKit
import FoundationEssentials
import Subprocess
import Synchronization
import Testing

/// The program is killed with SIGKILL at every event and resumed.
struct KillTests {
    private let members = ["one", "two", "three"]

    private func arguments(_ server: FaultServer) -> [String] {
        ["ask", "--plain", "--json", "--base-url", server.baseURL, "Why?"] + members.flatMap { ["--member", $0] }
    }

    private func events(_ lines: some Sequence<String>) throws -> [CouncilEvent] {
        try lines.map { try JSONDecoder.events.decode(CouncilEvent.self, from: Data($0.utf8)) }
    }

    /// opened, 3 answers, 4 replies to review requests, tally, conclusion.
    @Test(arguments: 1...9)
    func `a run killed at any event is finished without repeating a completed call`(position: Int) async throws {
        try await FaultServer.run(.council(unreadable: "two")) { server in
            try await CouncilProgram.withHome { program in
                let killed = try await program.run(arguments(server), sending: .kill) {
                    $0.contains("\"position\":\(position),")
                }
                #expect(killed.status == .signaled(9))
                guard case .opened(let run) = try events(killed.lines.prefix(1))[0] else {
                    Issue.record("the first event is not “opened”")
                    return
                }
                let before = try events(
                    try await program.run("show", "--json", run.id.rawValue).output.split(separator: "\n").map(
                        String.init))
                let resumed = try await program.run("resume", "--quiet", run.id.rawValue)
                #expect(resumed.exitCode == 0, "\(resumed.error)")
                #expect(resumed.output == "In conclusion: 完成 ✅.\n")
                // What was shown is in the journal, and what is in the journal was asked for exactly once.
                #expect(before.count >= position)
                for purpose in before.compactMap(\.purpose) {
                    #expect(server.requests.count { $0.purpose == purpose } == 1, "\(purpose)")
                }
            }
        }
    }

    @Test func `the second process that resumes a run is told who has it and asks nothing`() async throws {
        let (begin, gate) = (Gate(), Gate())
        let script = FaultServer.Script { request in
            request.number == 0
                ? .reply(["too", "late"]).delayed(.gate(begin)).hanging(afterPieces: 1)
                : .reply("late").delayed(.gate(gate))
        }
        try await FaultServer.run(script) { server in
            try await CouncilProgram.withHome { program in
                // It dies at its first piece, which comes when all its requests have been counted.
                async let killed = program.run(arguments(server), sending: .kill) { $0.contains("\"piece\"") }
                let asked = members.count
                try await server.received(asked)
                begin.open()
                guard case .opened(let run) = try events(try await killed.lines.prefix(1))[0] else { return }
                async let holder = program.run(
                    ["resume", "--json", run.id.rawValue], sending: .kill, when: { $0.contains("\"answered\"") })
                try await server.received(asked + 3)
                let second = try await program.run("resume", run.id.rawValue)
                #expect(second.exitCode == 1)
                #expect(second.error.contains("is being worked on by process"))
                #expect(second.error.contains("(council)"))
                #expect(server.requests.count == asked + 3)
                gate.open()
                _ = try await holder
            }
        }
    }

    @Test func `Ctrl-C stops the upstream requests and leaves the run resumable`() async throws {
        let isBroken = Mutex(true)
        let council = FaultServer.Script.council()
        let script = FaultServer.Script { isBroken.withLock { $0 } ? .hang : council.step(for: $0) }
        try await FaultServer.run(script) { server in
            try await CouncilProgram.withHome { program in
                let interrupted = try await program.run(arguments(server), sending: .interrupt) {
                    $0.contains("\"started\"") && $0.contains("member/2")
                }
                #expect(interrupted.status == .exited(130))
                for number in server.requests.indices { try await server.clientLeft(number) }
                guard case .opened(let run) = try events(interrupted.lines.prefix(1))[0] else { return }
                isBroken.withLock { $0 = false }
                let resumed = try await program.run("resume", "--quiet", run.id.rawValue)
                #expect(resumed.output == "In conclusion: 完成 ✅.\n")
            }
        }
    }
}
