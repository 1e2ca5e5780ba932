import CouncilKit
import CouncilProviders
import CouncilTestKit
import Testing

/// Streams as the providers send them, whole and cut into pieces.
@Suite(.timeLimit(.minutes(1))) struct RecordingTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let reply: Reply
        var testDescription: String { name }
    }

    static let cases = [
        Case(
            name: "openai-chat",
            reply: Reply(
                text: "No one knows: 你好 🌍.", usage: Usage(input: 19, output: 10, cachedInput: 4, reasoning: 3),
                reportedModel: "gpt-5.6-luna-2026-08-07")),
        Case(
            name: "openai-llama-cpp",
            reply: Reply(
                text: "Paris", stopReason: .length, usage: Usage(input: 31, output: 2),
                reportedModel: "qwen2.5-1.5b-instruct-q4_k_m.gguf")),
        Case(
            name: "openai-openrouter",
            reply: Reply(
                text: "Yes.", reasoning: "Let me see.", usage: Usage(input: 12, output: 2),
                reportedModel: "meta-llama/llama-3.3-70b-instruct")),
        Case(
            name: "openai-deepseek",
            reply: Reply(
                text: "9.8 is greater.", reasoning: "9.11 < 9.8",
                usage: Usage(input: 15, output: 42, cachedInput: 8, reasoning: 33), reportedModel: "deepseek-reasoner")),
        Case(
            name: "openai-mistral-parts",
            reply: Reply(
                text: "Four!", reasoning: "Hmm.", usage: Usage(input: 5, output: 4),
                reportedModel: "magistral-medium-latest")),
    ]

    @Test(arguments: cases)
    func `a recorded stream makes the reply`(_ item: Case) async throws {
        let stream = FaultServer.Step.bytes(try recording("\(item.name).sse"))
        #expect(try await outcome(of: stream).get() == item.reply)
    }

    @Test(arguments: cases)
    func `a recorded stream makes the same reply byte by byte with CRLF`(_ item: Case) async throws {
        let stream = FaultServer.Step.bytes(try recording("\(item.name).sse"))
        #expect(try await outcome(of: stream.withCarriageReturns().split(everyBytes: 1)).get() == item.reply)
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
        ("vllm-422-detail.json", 403, .unauthorized, "body.stream_options: Extra inputs are not permitted"),
        ("fastapi-detail.json", 404, .notFound, "Not Found"),
        ("gemini-array.json", 400, .unauthorized, "API key not valid. Please pass a valid API key."),
        ("plain.txt", 504, .server, "upstream request timeout"),
        ("cloudflare-520.html", 520, .server, "(\"example.com | 520: Web server is returning an unknown error\")"),
    ])
    func `an error body of any shape yields the provider's words`(
        _ name: String, _ status: Int, _ code: ModelError.Code, _ words: String
    ) async throws {
        let body = String(decoding: try recording("openai-errors/\(name)"), as: UTF8.self)
        let error = try #require(try await outcome(of: .status(status, body: body)).error)
        #expect(error.message.contains(words))
        #expect(error.code == code)
        #expect(error.status == status)
    }
}
