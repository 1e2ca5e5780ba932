import CouncilTestKit
import FoundationEssentials
import Testing

/// Keys of every kind, sent and echoed by every provider in every stage, and looked for in everything that is written.
@Suite(.timeLimit(.minutes(5))) struct KeyTests {
    /// Environment variables and what is in them.
    private static let keys = [
        "TEST_KEY_A": "sk-bearer-0123456789", "TEST_KEY_B": "sk-ant-0123456789", "TEST_KEY_C": "AIza-0123456789",
        "TEST_KEY_D": "azure-0123456789", "TEST_KEY_E": "gateway-0123456789",
    ]
    /// The headers that carry them, in the same order.
    private static let headers = ["authorization", "x-api-key", "x-goog-api-key", "api-key", "x-gateway"]

    /// Members of the odd kind fail to answer, the others to review, and every failure repeats all keys of the request.
    private static let script = FaultServer.Script { request in
        let echo = headers.compactMap { request.headers[$0] }.joined(separator: ", ")
        let isOdd = request.model == "odd"
        switch StageOfPrompt(request.messages) {
        case .answer where isOdd: return .error(401, "Incorrect key: \(echo)")
        case .answer: return .reply("From \(request.headers.count).")
        case .review: return .reply(["{", "}"]).failing(afterPieces: 1, "Key \(echo) has expired", status: 401)
        case .conclusion where request.dialect == .openAI: return .htmlPage(502, title: "Key \(echo) at the gateway")
        case .conclusion: return .reply("In conclusion.")
        case .synthesis(let task): return .reply(ScriptedModel.synthesisText(for: task))
        }
    }

    private func configuration(_ server: FaultServer) -> String {
        let (openAI, anthropic) = (server.baseURL(for: .openAI), server.baseURL(for: .anthropic))
        return """
            providers:
              a: {base_url: "\(openAI)", api_key_env: TEST_KEY_A}
              b: {base_url: "\(anthropic)", protocol: anthropic, api_key_env: TEST_KEY_B}
              c: {base_url: "\(server.baseURL(for: .gemini))", protocol: gemini, api_key_env: TEST_KEY_C}
              azure-openai: {base_url: "\(openAI)", api_key_env: TEST_KEY_D}
              e: {base_url: "\(openAI)", headers: {X-Gateway: "Token ${TEST_KEY_E}"}}
            councils:
              all:
                members: [a/odd, a/even, b/odd, b/even, c/odd, c/even, azure-openai/odd, azure-openai/even, e/odd, e/even]
                chairman: e/even
                retries: 0
                synthesis: {answer_type: text}
            """
    }

    @Test func `no key is in anything that is written during a run, its journal and its logs`() async throws {
        try await FaultServer.run(Self.script) { server in
            try await CouncilProgram.withHome { program in
                var program = program
                program.environment = Self.keys
                try Data(configuration(server).utf8).write(to: program.home.appending(path: "council.yaml"))
                var seen = ""
                for arguments in [
                    ["ask", "--config", "council.yaml", "--log-level", "trace", "--log-content", "--cache", "Why?"],
                    [
                        "ask", "--config", "council.yaml", "--json", "--log-file", "run.log", "--log-level", "trace",
                        "--log-content", "Why?",
                    ],
                    ["show", "--json"], ["show"], ["doctor", "--config", "council.yaml"], ["runs"],
                ] {
                    let result = try await program.run(arguments)
                    seen += result.output + result.error
                }
                // Every key went out and came back.
                for (key, header) in zip(Self.keys.sorted { $0.key < $1.key }.map(\.value), Self.headers) {
                    #expect(server.requests.contains { $0.headers[header]?.hasSuffix(key) == true }, "\(header)")
                }
                for words in ["Incorrect key: ", "has expired", "at the gateway"] {
                    #expect(seen.contains(words), "\(words) in\n\(seen)")
                }
                for (variable, key) in Self.keys {
                    #expect(!seen.contains(key), "\(variable)")
                    for file in try FileManager.default.subpathsOfDirectory(atPath: program.home.path()) {
                        let content = try? Data(contentsOf: program.home.appending(path: file))
                        #expect(content?.firstRange(of: Data(key.utf8)) == nil, "\(variable) in \(file)")
                    }
                }
            }
        }
    }
}
