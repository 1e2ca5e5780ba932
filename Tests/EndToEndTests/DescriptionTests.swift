import CouncilTestKit
import FoundationEssentials
import Testing

/// The server against its own description, `openapi.yaml`.
struct DescriptionTests {
    /// Every answer is an object, so that whoever asks for one gets it.
    private static let script = FaultServer.Script { request in
        switch StageOfPrompt(request.messages) {
        case .answer, .conclusion: .reply([#"{"answer": "Because."}"#])
        case .review(let answers): .reply([ScriptedModel.reviewText(of: answers) { $0 < $1 }])
        case .synthesis(let task): .reply(ScriptedModel.synthesisText(for: task) { $0 < $1 })
        }
    }

    @Test func `the server keeps to its description, whatever it is sent`() async throws {
        try await FaultServer.run(Self.script) { upstream in
            try await CouncilProgram.withHome { program in
                let arguments = [
                    "--base-url", upstream.baseURL, "--member", "one", "--member", "two", "--grace", "0",
                ]
                let said = try await program.serve(arguments) { server in
                    try await PythonClients.run("schema_client.py", [server.url], home: program.home)
                }.value
                #expect(said == nil || said == "ok\n", "\(said ?? "")")
            }
        }
    }
}
