import CouncilKit
import CouncilProviders
import CouncilTestKit
import Testing

/// Streams as the providers send them, whole and cut into pieces.
@Suite(.timeLimit(.minutes(5))) struct RecordingTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let file: String
        let reply: Reply
        var testDescription: String { file }
        /// A file is named after its protocol.
        var dialect: ProviderProtocol { protocolOfRecording(file) }
    }

    static let cases = [
        Case(
            file: "openai-chat.sse",
            reply: Reply(
                text: "No one knows: 你好 🌍.",
                usage: Usage(input: 19, output: 10, cachedInput: 4, reasoning: 3, cacheWrites: 12),
                reportedModel: "gpt-5.6-luna-2026-08-07")),
        Case(
            file: "openai-llama-cpp.sse",
            reply: Reply(
                text: "Paris", stopReason: .length, usage: Usage(input: 31, output: 2),
                reportedModel: "qwen2.5-1.5b-instruct-q4_k_m.gguf")),
        Case(
            file: "openai-openrouter.sse",
            reply: Reply(
                text: "Yes.", reasoning: "Let me see.", usage: Usage(input: 12, output: 2, cost: 3.1e-06),
                reportedModel: "meta-llama/llama-3.3-70b-instruct")),
        Case(
            file: "openai-deepseek.sse",
            reply: Reply(
                text: "9.8 is greater.", reasoning: "9.11 < 9.8",
                usage: Usage(input: 15, output: 42, cachedInput: 8, reasoning: 33), reportedModel: "deepseek-reasoner")),
        // xAI counts reasoning beside the completion, so the output is what the total leaves: 319, not 2.
        Case(
            file: "openai-xai.sse",
            reply: Reply(
                text: "Four.", reasoning: "Two and two.",
                usage: Usage(input: 12, output: 319, cachedInput: 5, reasoning: 317, cost: 0.000165),
                reportedModel: "grok-5-mini")),
        Case(
            file: "openai-groq.sse",
            reply: Reply(
                text: "56", reasoning: "Seven eights are 56.", usage: Usage(input: 78, output: 21, reasoning: 12),
                reportedModel: "openai/gpt-oss-20b")),
        Case(
            file: "openai-groq-raw.sse",
            reply: Reply(
                text: "It scatters 🌌.", reasoning: "Blue is short, a < b, 散射.", usage: Usage(input: 17, output: 31),
                reportedModel: "qwen/qwen3-32b")),
        Case(
            file: "openai-vllm-thoughts.json",
            reply: Reply(
                text: "Four.", reasoning: "\nTwo and two.\n", usage: Usage(input: 12, output: 18),
                reportedModel: "deepseek-ai/DeepSeek-R1-Distill-Qwen-7B")),
        Case(
            file: "openai-together.sse",
            reply: Reply(
                text: "The sea is deep.", usage: Usage(input: 39, output: 5),
                reportedModel: "meta-llama/Llama-3.3-70B-Instruct-Turbo")),
        Case(
            file: "openai-ollama.sse",
            reply: Reply(
                text: "Blue.", reasoning: "Blue?", usage: Usage(input: 14, output: 9), reportedModel: "qwen3:4b")),
        Case(
            file: "openai-lmstudio.sse",
            reply: Reply(
                text: "Rain falls.", usage: Usage(input: 11, output: 4), reportedModel: "google/gemma-3-4b")),
        Case(
            file: "openai-vllm.sse",
            reply: Reply(
                text: "12", reasoning: "Add them.", stopReason: .length, usage: Usage(input: 23, output: 8),
                reportedModel: "Qwen/Qwen3-8B")),
        // The first event has no choices.
        Case(
            file: "openai-azure.sse",
            reply: Reply(
                text: "Ice floats.", usage: Usage(input: 17, output: 68, reasoning: 64),
                reportedModel: "gpt-5-mini-2025-08-07")),
        Case(
            file: "openai-mistral-parts.sse",
            reply: Reply(
                text: "Four!", reasoning: "Hmm.", usage: Usage(input: 5, output: 4),
                reportedModel: "magistral-medium-latest")),
        Case(
            file: "openai-refusal.sse",
            reply: Reply(
                text: "I'm sorry, I can't help with that.", stopReason: .refused, usage: Usage(input: 81, output: 11),
                reportedModel: "gpt-5.6-luna-2026-08-07")),
        Case(
            file: "openai-tool-call.sse",
            reply: Reply(
                text: #"{"ranks":{"K47":1}}"#, usage: Usage(input: 81, output: 11), reportedModel: "qwen3")),
        Case(
            file: "anthropic-thinking.sse",
            reply: Reply(
                text: "Scattering 散射 🌌.", reasoning: "Rayleigh: λ⁻⁴, so blue.",
                usage: Usage(input: 2316, output: 41, cachedInput: 2048, cacheWrites: 256),
                reportedModel: "claude-sonnet-5-20260901")),
        Case(
            file: "anthropic-length.sse",
            reply: Reply(
                text: "It is bec", stopReason: .length, usage: Usage(input: 9, output: 3),
                reportedModel: "claude-haiku-4-5-20251001")),
        Case(
            file: "anthropic-context.sse",
            reply: Reply(
                text: "It is bec", stopReason: .length,
                stopExplanation: "prompt and reply fill what the model can read", usage: Usage(input: 9, output: 3),
                reportedModel: "claude-haiku-4-5-20251001")),
        Case(
            file: "anthropic-refusal.sse",
            reply: Reply(
                text: "I can't", stopReason: .refused, stopExplanation: "The request asks for a dangerous recipe.",
                usage: Usage(input: 31, output: 4),
                reportedModel: "claude-sonnet-5-20260901")),
        Case(
            file: "anthropic-tool.sse",
            reply: Reply(
                text: #"{"ranks": {"K47": 1}}"#, usage: Usage(input: 402, output: 17),
                reportedModel: "claude-sonnet-5-20260901")),
        Case(
            file: "anthropic-message.json",
            reply: Reply(
                text: "Paris.", reasoning: "Easy.", usage: Usage(input: 20, output: 6),
                reportedModel: "claude-sonnet-5-20260901")),
        Case(
            file: "gemini-thoughts.sse",
            reply: Reply(
                text: "Blue light scatters 散射 🌌.", reasoning: "**Weighing it**\n\nShort waves",
                usage: Usage(input: 9, output: 49, cachedInput: 4, reasoning: 42), reportedModel: "gemini-3.5-flash")),
        Case(
            file: "gemini-safety.sse",
            reply: Reply(
                text: "Mix", stopReason: .filtered, stopExplanation: "SAFETY", usage: Usage(input: 8, output: 0),
                reportedModel: "gemini-3.5-flash")),
        Case(
            file: "gemini-blocked.sse",
            reply: Reply(
                text: "", stopReason: .filtered, stopExplanation: "The prompt is not allowed.",
                usage: Usage(input: 8, output: 0), reportedModel: "gemini-3.5-flash")),
        Case(
            file: "gemini-array.json",
            reply: Reply(
                text: "Paris", stopReason: .length, usage: Usage(input: 8, output: 2),
                reportedModel: "gemini-3.5-flash")),
    ]

    @Test(arguments: cases)
    func `a recorded reply is understood`(_ item: Case) async throws {
        let bytes = FaultServer.Step.bytes(try recording(item.file))
        #expect(try await outcome(of: bytes, speaking: item.dialect).get() == item.reply)
    }

    @Test(arguments: cases)
    func `a recorded reply is understood byte by byte with CRLF`(_ item: Case) async throws {
        let bytes = FaultServer.Step.bytes(try recording(item.file).filter { $0 != UInt8(ascii: "\r") })
        let step = bytes.withCarriageReturns().split(everyBytes: 1)
        #expect(try await outcome(of: step, speaking: item.dialect).get() == item.reply)
    }

    @Test(arguments: cases)
    func `a recorded reply that is cut off is an error`(_ item: Case) async throws {
        let bytes = try recording(item.file)
        let half = FaultServer.Step.bytes(Array(bytes.prefix(bytes.count / 3)))
        #expect(try await outcome(of: half, speaking: item.dialect).error?.code == .truncated)
    }

    @Test(arguments: [
        (
            "anthropic-overloaded.sse",
            "anthropic/gpt-x: error overloaded_error inside the reply (\"Overloaded\")"
        ),
        (
            "gemini-error.sse",
            "gemini/gpt-x: error 503 inside the reply (\"The model is overloaded. Please try again later.\")"
        ),
    ])
    func `an overloaded provider says so inside the stream`(_ file: String, _ message: String) async throws {
        let step = FaultServer.Step.bytes(try recording(file))
        let error = try #require(try await outcome(of: step, speaking: protocolOfRecording(file)).error)
        #expect(error.message == message)
        #expect(error.code == .server)
        #expect(error.isTransient)
    }

    @Test func `a generation that the provider gave up has broken off, with what was counted`() async throws {
        let error = try await outcome(of: .bytes(try recording("openai-deepseek-resources.sse"))).error
        #expect(error?.code == .truncated)
        #expect(error?.billing == ModelError.Billing(model: "openai/gpt-x", usage: Usage(input: 10, output: 2)))
    }

    @Test func `why Groq has stopped a stream early is told, not taken for its end`() async throws {
        let error = try await outcome(of: .bytes(try recording("openai-groq-stopped.sse"))).error
        #expect(error?.code == .server)
        #expect(error?.message.contains("over capacity") == true)
    }

    @Test func `a router's error inside the stream names the provider behind it`() async throws {
        let error = try #require(
            try await outcome(of: .bytes(try recording("openai-openrouter-error.sse"))).error)
        #expect(
            error.message == """
                openai/gpt-x: error 502 inside the reply ("Provider returned error: upstream connect error or \
                disconnect/reset before headers")
                """)
        #expect(error.code == .server)
        #expect(error.status == 502)
    }

    @Test(arguments: [
        ("openai-401.json", 401, ModelError.Code.unauthorized, "Incorrect API key provided: sk-proj-****"),
        ("openai-429-quota.json", 429, .noCredit, "You exceeded your current quota"),
        ("ollama-404.json", 404, .notFound, "model \"llama9\" not found, try pulling it first"),
        ("ollama-error-string.json", 500, .server, "model requires more system memory (8.4 GiB)"),
        ("mistral-message.json", 429, .rateLimited, "Service tier capacity exceeded for this model."),
        ("vllm-422-detail.json", 422, .badRequest, "body.stream_options: Extra inputs are not permitted"),
        ("vllm-404.json", 404, .notFound, "The model `qwen9` does not exist."),
        ("xai-400-key.json", 400, .unauthorized, "Incorrect API key provided: xa***42."),
        ("xai-403-credit.json", 403, .noCredit, "used all available credits"),
        ("groq-429.json", 429, .rateLimited, "Please try again in 4.425s."),
        ("groq-400-content.json", 400, .badRequest, "value must be a string"),
        ("openai-403-logprobs.json", 403, .unauthorized, "not allowed to request logprobs"),
        ("groq-400-json.json", 400, .badRequest, "Failed to generate JSON."),
        ("deepseek-401.json", 401, .unauthorized, "the key ****1234 is invalid"),
        ("deepseek-402.json", 402, .noCredit, "Insufficient Balance"),
        ("openrouter-402.json", 402, .noCredit, "needs more credits"),
        ("openrouter-403-moderation.json", 403, .filtered, "violence, self-harm"),
        ("openrouter-404.json", 404, .notFound, "No endpoints found for meta-llama/llama-9."),
        ("together-401.json", 401, .unauthorized, "Invalid API key provided."),
        ("together-404.json", 404, .notFound, "Unable to access model llama-9."),
        ("azure-400-filter.json", 400, .filtered, "content management policy"),
        ("azure-401.json", 401, .unauthorized, "invalid subscription key"),
        ("azure-404.json", 404, .notFound, "API deployment for this resource does not exist"),
        ("azure-429.json", 429, .rateLimited, "Please retry after 26 seconds."),
        ("lmstudio-404.json", 404, .notFound, "No model found that matches \"gemma-9\""),
        ("lmstudio-string.json", 400, .badRequest, "Unexpected endpoint or method."),
        ("llama-cpp-400-context.json", 400, .badRequest, "exceeds the available context size"),
        ("llama-cpp-401.json", 401, .unauthorized, "(\"Invalid API Key\")"),
        ("llama-cpp-503-loading.json", 503, .server, "(\"Loading model\")"),
        ("fastapi-detail.json", 404, .notFound, "Not Found"),
        ("gemini-array.json", 400, .unauthorized, "API key not valid. Please pass a valid API key."),
        ("../anthropic-errors/400-credit.json", 400, .noCredit, "Your credit balance is too low"),
        ("../anthropic-errors/401.json", 401, .unauthorized, "(\"invalid x-api-key\")"),
        ("../anthropic-errors/404-model.json", 404, .notFound, "model: claude-sonet-5"),
        ("../anthropic-errors/429.json", 429, .rateLimited, "rate limit of 50,000 input tokens per minute"),
        ("../anthropic-errors/529.json", 529, .server, "(\"Overloaded\")"),
        ("../gemini-errors/400-key.json", 400, .unauthorized, "API key not valid."),
        ("../gemini-errors/400-expired.json", 400, .unauthorized, "API key expired."),
        ("openai-400-flagged.json", 400, .filtered, "flagged as potentially violating our usage policy"),
        ("openai-400-output-limit.json", 400, .empty, "model output limit was reached"),
        ("xai-403-safety.json", 403, .filtered, "SAFETY_CHECK_TYPE_BIO"),
        ("deepseek-400-risk.json", 400, .filtered, "Content Exists Risk"),
        ("mistral-422-detail.json", 422, .badRequest, "(\"body.frequency: Extra inputs are not permitted\")"),
        ("../anthropic-errors/400-filter.json", 400, .filtered, "Output blocked by content filtering policy"),
        ("../gemini-errors/404-model.json", 404, .notFound, "models/gemini-9 is not found"),
        ("../gemini-errors/429-retry.json", 429, .rateLimited, "retry after 34.5 s (\"You exceeded your"),
        ("../gemini-errors/503.json", 503, .server, "The model is overloaded."),
        ("plain.txt", 504, .server, "upstream request timeout"),
        ("cloudflare-520.html", 520, .server, "(\"example.com | 520: Web server is returning an unknown error\")"),
    ])
    func `an error body of any shape yields the provider's words`(
        _ name: String, _ status: Int, _ code: ModelError.Code, _ words: String
    ) async throws {
        let body = String(decoding: try recording("openai-errors/\(name)"), as: UTF8.self)
        // Folders are named after the protocol, too.
        let dialect: ProviderProtocol = name.hasPrefix("../") ? protocolOfRecording(String(name.dropFirst(3))) : .openAI
        // Always: a part that the words complain about is left out in a second request.
        let outcome = try await FaultServer.run(.always(.status(status, body: body))) { server in
            await server.model(speaking: dialect).answer()
        }
        let error = try #require(outcome.error)
        #expect(error.message.contains(words))
        #expect(error.code == code)
        #expect(error.status == status)
    }
}

/// The protocol of a file of `Tests/Recordings`, after which it is named.
func protocolOfRecording(_ file: String) -> ProviderProtocol {
    ProviderProtocol(rawValue: String(file.prefix { $0 != "-" })) ?? .openAI
}
