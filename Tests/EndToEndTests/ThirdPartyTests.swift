import CouncilKit
import CouncilProviders
import FoundationEssentials
import Glibc
import Subprocess
import Testing

@testable import LocalModels

/// The three clients against servers that others wrote: `llama-server`, and the LiteLLM proxy in front of it.
@Suite(
    .serialized, .timeLimit(.minutes(10)),
    .enabled(if: LiteLLM.isReady, "LiteLLM or the local models are not there: `make test` fetches them"))
struct ThirdPartyTests {
    /// The addresses that a test gets: those of the local server and of the proxy in front of it.
    private func withServers(_ body: @escaping @Sendable (_ llama: String, _ proxy: String) async throws -> Void)
        async throws
    {
        try await LocalServer.run(models: [LiteLLM.model], store: try ModelStore(), fetches: false) { server in
            let llama = try await server.baseURL
            try await LiteLLM.run(inFrontOf: llama) { proxy in try await body(llama, proxy) }
        }
    }

    private func expectConclusion(
        of members: [any ProviderEndpoint], chairman: any ProviderEndpoint
    ) async throws {
        let council = Council(
            members: members.map { Member($0.model(LiteLLM.model)) }, chairman: Member(chairman.model(LiteLLM.model)),
            settings: Settings(
                maximumAnswerTokens: 40, maximumReviewTokens: 220, maximumConclusionTokens: 40,
                maximumCritiqueCharacters: 60, temperature: 0, reviewTemperature: 0, synthesis: .plain,
                review: ReviewSettings(criteria: false)))
        let outcome = try await council.deliberate(on: "What is 17 times 23? Answer briefly.").outcome
        #expect(outcome.answers.count == members.count, "\(outcome.failures.map(\.error.message))")
        #expect(outcome.conclusion?.source == .chairman, "\(outcome.failures.map(\.error.message))")
        #expect(outcome.answers.values.allSatisfy { ($0.usage?.output ?? 0) > 0 })
    }

    @Test func `a council with a member through each client concludes`() async throws {
        try await withServers { llama, proxy in
            try await expectConclusion(
                of: [
                    OpenAIEndpoint(HTTPEndpoint(name: "openai", baseURL: llama)),
                    AnthropicEndpoint(HTTPEndpoint(name: "anthropic", baseURL: llama)),
                    GeminiEndpoint(HTTPEndpoint(name: "gemini", baseURL: "\(proxy)/v1beta")),
                ],
                chairman: AnthropicEndpoint(HTTPEndpoint(name: "relayed", baseURL: "\(proxy)/v1")))
        }
    }

    @Test func `a council with all three clients at the proxy concludes`() async throws {
        try await withServers { _, proxy in
            let openAI = OpenAIEndpoint(HTTPEndpoint(name: "openai", baseURL: "\(proxy)/v1"))
            try await expectConclusion(
                of: [
                    openAI, AnthropicEndpoint(HTTPEndpoint(name: "anthropic", baseURL: "\(proxy)/v1")),
                    GeminiEndpoint(HTTPEndpoint(name: "gemini", baseURL: "\(proxy)/v1beta")),
                ],
                chairman: openAI)
        }
    }
}

/// The proxy that `scripts/litellm` installs.
private enum LiteLLM {
    static let model = "qwen2.5-coder-0.5b"

    private static let folder = URL(filePath: #filePath).appending(path: "../../../.build/litellm").standardized

    static var isReady: Bool {
        guard FileManager.default.fileExists(atPath: folder.appending(path: "version").path()),
            let store = try? ModelStore(), let runtime = try? LocalRuntime(folder: store.folder),
            let entries = try? store.list()
        else { return false }
        return runtime.isReady && entries.contains { $0.model.id == model && $0.state == .ready }
    }

    /// Serves a model of an OpenAI-compatible server for as long as the body takes.
    static func run(
        inFrontOf baseURL: String, _ body: @escaping @Sendable (_ address: String) async throws -> Void
    ) async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "litellm-\(UUID()).yaml")
        try """
        model_list:
          - model_name: \(model)
            litellm_params: {model: openai/\(model), api_base: "\(baseURL)", api_key: none}
        """.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let port = try LoopbackPort.free()
        let variables: [Subprocess.Environment.Key: String?] = [
            "LITELLM_DANGEROUSLY_PERMIT_WEAK_OR_UNSET_MASTER_KEY": "true", "LITELLM_LOCAL_MODEL_COST_MAP": "True",
            "NO_PROXY": "127.0.0.1",
        ]
        _ = try await Subprocess.run(
            .name("env"),
            arguments: [
                folder.appending(path: "bin/litellm").path(), "--config", file.path(), "--host", "127.0.0.1",
                "--port", "\(port)", "--telemetry", "False",
            ],
            environment: .inherit.updating(variables), input: .none, output: .sequence, error: .combinedWithOutput
        ) { execution in
            let process = execution.processIdentifier.value
            let lines = try await withThrowingTaskGroup(of: Void.self) { group in
                var lines: [String] = []
                // Read to its end: a pipe that nobody empties stops the proxy.
                for try await line in execution.standardOutput.strings() {
                    lines = lines.suffix(20) + [line]
                    guard line.contains("Uvicorn running") else { continue }
                    group.addTask {
                        defer { kill(process, SIGTERM) }
                        try await body("http://127.0.0.1:\(port)")
                    }
                }
                let hasStarted = !group.isEmpty
                try await group.waitForAll()
                return hasStarted ? [] : lines
            }
            #expect(lines.isEmpty, "the proxy did not start: \(lines.joined())")
        }
    }
}
