import CouncilKit
import FoundationEssentials
import LocalModels
import Subprocess
import Testing

/// The local council on the real runtime and the real models.
@Suite(
    .serialized,
    .enabled(if: LocalModelsOnThisMachine.areReady, "models or runtime are not there: `make test` fetches them"))
struct LocalCouncilTests {
    /// A home of its own for the journal, the machine's models.
    private func withProgram<Value>(_ body: (CouncilProgram) async throws -> Value) async throws -> Value {
        try await CouncilProgram.withHome { program in
            var program = program
            let folder = URL(filePath: DataFolder.standard.path).deletingLastPathComponent().path()
            program.environment["XDG_DATA_HOME"] = folder
            return try await body(program)
        }
    }

    @Test func `three small models answer, review each other and conclude`() async throws {
        try await withProgram { program in
            let result = try await program.run(
                "ask", "--store", "journal.sqlite", "--json", "What is 17 times 23? Answer briefly.")
            #expect(result.exitCode == 0, "\(result.error)")
            let events = try result.output.split(separator: "\n").map {
                try JSONDecoder.events.decode(CouncilEvent.self, from: Data($0.utf8))
            }
            let outcome = Outcome(events)
            #expect(outcome.answers.count == 3)
            #expect(outcome.conclusion?.source == .chairman)
            #expect(!outcome.reviews.isEmpty)
            #expect(outcome.answers.values.allSatisfy { ($0.usage?.output ?? 0) > 0 })
        }
    }

    @Test(arguments: ["openai_client.py": ["local"], "anthropic_client.py": [], "mcp_client.py": []])
    func `the official client is content with a served council of small models`(
        client: String, arguments: [String]
    ) async throws {
        try await withProgram { program in
            let said = try await program.serve(["--store", "journal.sqlite", "--grace", "0"]) { server in
                try await PythonClients.run(client, [server.url] + arguments, home: program.home)
            }.value
            #expect(said == nil || said == "ok\n", "\(said ?? "")")
        }
    }

    @Test func `killing the program leaves no process of the runtime behind`() async throws {
        try await withProgram { program in
            let processes = try await program.processesWhenKilled(
                ["ask", "--store", "journal.sqlite", "--json", "Why is the sky blue?"]
            ) { $0.contains("\"piece\"") }
            #expect(processes.count >= 4, "the wrapper, the router and its models")
            for process in processes {
                // `tail` ends when the process does; `timeout` complains if that takes too long.
                let gone = try await Subprocess.run(
                    .name("timeout"), arguments: ["20", "tail", "--pid=\(process)", "-f", "/dev/null"],
                    output: .discarded)
                #expect(gone.terminationStatus.isSuccess, "process \(process) is still there")
            }
        }
    }
}

/// Whether the real runtime and models are there.
private enum LocalModelsOnThisMachine {
    static var areReady: Bool {
        guard let store = try? ModelStore(), let runtime = try? LocalRuntime(folder: store.folder),
            let entries = try? store.list()
        else { return false }
        let needed = ["qwen2.5-coder-1.5b", "qwen2.5-coder-0.5b", "smollm2-135m"]
        return runtime.isReady
            && needed.allSatisfy { id in entries.contains { $0.model.id == id && $0.state == .ready } }
    }
}
