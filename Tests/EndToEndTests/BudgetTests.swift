import CouncilKit
import CouncilTestKit
import FoundationEssentials
import Testing

/// What things cost, as a user meets it.
struct BudgetTests {
    private let members = ["--member", "one", "--member", "two", "--member", "three"]

    private func withServer(_ body: (CouncilProgram, FaultServer) async throws -> Void) async throws {
        try await FaultServer.run(.council()) { server in
            try await CouncilProgram.withHome { program in
                let folder = program.home.appending(path: ".config/swift-council")
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                try Data("prices: {custom/*: {input: 100, output: 1000}}\n".utf8)
                    .write(to: folder.appending(path: "prices.yaml"))
                try await body(program, server)
            }
        }
    }

    private func ask(
        _ program: CouncilProgram, _ server: FaultServer, _ more: String...
    ) async throws -> CouncilProgram.Result {
        try await program.run(["ask", "--plain", "--base-url", server.baseURL] + members + more + ["Why?"])
    }

    @Test func `a dry run prints the estimate, sends nothing and opens no run`() async throws {
        try await withServer { program, server in
            let result = try await ask(program, server, "--dry-run")
            #expect(result.exitCode == 0, "\(result.error)")
            #expect(result.output.contains("reviewer/2, again"))
            #expect(result.output.contains("without any tokenizer"))
            #expect(server.requests.isEmpty)
            #expect(try await program.run("runs").output.isEmpty)
        }
    }

    @Test func `a dry run is also one JSON object`() async throws {
        try await withServer { program, server in
            let output = try await ask(program, server, "--dry-run", "--json").output
            let object = try JSONValue(parsing: output)
            guard case .object(let members) = object else {
                Issue.record("not an object")
                return
            }
            #expect(members.map(\.key).contains("total"))
        }
    }

    @Test func `a dry run of what would be refused says so in its JSON, too`() async throws {
        try await withServer { program, server in
            let result = try await ask(program, server, "--dry-run", "--json", "--budget", "0.01")
            struct Plan: Decodable { var refused: String }
            let plan = try JSONDecoder().decode(Plan.self, from: Data(result.output.utf8))
            #expect(result.exitCode == 2)
            #expect(plan.refused.contains("its budget is $0.0100"))
        }
    }

    @Test func `a run that may cost more than its budget is refused before anything is sent`() async throws {
        try await withServer { program, server in
            let result = try await ask(program, server, "--budget", "0.01")
            #expect(result.exitCode == 2)
            #expect(result.error.contains("its budget is $0.0100"))
            #expect(server.requests.isEmpty)
        }
    }

    @Test func `a budget without a price is refused with how to add it`() async throws {
        try await FaultServer.run(.council()) { server in
            try await CouncilProgram.withHome { program in
                let result = try await ask(program, server, "--budget", "1")
                #expect(result.exitCode == 2)
                #expect(result.error.contains("The price of custom/one is unknown"))
            }
        }
    }

    @Test func `what a run has cost is said after it, in the list and in the transcript`() async throws {
        try await withServer { program, server in
            // Seven calls of 7 tokens read and 1 or 2 written.
            let result = try await ask(program, server)
            #expect(result.error.contains("cost: $0.0"), "\(result.error)")
            #expect(result.error.contains(", of which peer review $0.00"))
            #expect(try await program.run("runs").output.contains("cost"))
            #expect(try await program.run("show", "2").output.contains("of which peer review"))
        }
    }

    @Test func `a run that is shrunk says what was cut`() async throws {
        try await withServer { program, server in
            let text = """
                budget: {run: 5, on_overrun: shrink}
                providers: {custom: {base_url: "\(server.baseURL)"}}
                councils: {a: {members: [custom/one, custom/two, custom/three]}}
                """
            try Data(text.utf8).write(to: program.home.appending(path: "council.yaml"))
            let result = try await program.run("ask", "Why?")
            #expect(result.exitCode == 0, "\(result.error)")
            #expect(result.error.contains("To fit the budget: Only 2 of 3 members review."))
            #expect(result.error.contains("To fit the budget: Answers and final answer have at most"))
            #expect(server.requests.count == 6)
            #expect(try await program.run("show", "2").output.contains("to fit the budget: Only 2 of 3"))
        }
    }

    @Test func `the day's budget counts what a run of another process may still take`() async throws {
        let gate = Gate()
        let script = FaultServer.Script { request in
            let good = StageOfPrompt(request.messages).goodReply.step
            return request.body.contains("Slow?") ? good.delayed(.gate(gate)) : good
        }
        try await FaultServer.run(script) { server in
            try await CouncilProgram.withHome { program in
                // A run may cost $2.23 at worst, which the day can pay once.
                let text = """
                    budget: {day: 3}
                    prices: {custom/*: {input: 100, output: 1000}}
                    providers: {custom: {base_url: "\(server.baseURL)"}}
                    councils:
                      a:
                        members: [custom/one, custom/two]
                        synthesis: plain
                        max_answer_tokens: 200
                        max_review_tokens: 200
                        max_final_tokens: 200
                    """
                try Data(text.utf8).write(to: program.home.appending(path: "council.yaml"))
                async let first = program.run("ask", "Slow?")
                try await server.received(2)
                let refused = try await program.run("ask", "Why?")
                #expect(refused.exitCode == 2)
                #expect(refused.error.contains("with those under way, leave of the day's $3.00"), "\(refused.error)")
                gate.open()
                let result = try await first
                #expect(result.exitCode == 0, "\(result.error)")
                // What the first one did not need is there again.
                let third = try await program.run("ask", "How?")
                #expect(third.exitCode == 0, "\(third.error)")
            }
        }
    }

    @Test func `the day's budget counts earlier runs`() async throws {
        try await withServer { program, server in
            let text = """
                budget: {day: 0.02}
                providers: {custom: {base_url: "\(server.baseURL)"}}
                councils: {a: {members: [custom/one, custom/two, custom/three], max_answer_tokens: 1}}
                """
            try Data(text.utf8).write(to: program.home.appending(path: "council.yaml"))
            _ = try await ask(program, server)
            let asked = server.requests.count
            let result = try await program.run("ask", "Why?")
            #expect(result.exitCode == 2)
            #expect(result.error.contains("its budget is $0"), "\(result.error)")
            #expect(server.requests.count == asked)
        }
    }
}
