import CouncilKit
import CouncilTestKit
import Glibc
import NIOCore
import Testing

@testable import CouncilProviders

/// Errors in words: what happened, the provider's own words, what to do; and never the key.
@Suite(.timeLimit(.minutes(5))) struct RefusalTests {
    @Test func `a rate limit names the wait and the provider's words`() async throws {
        let step = FaultServer.Step.error(429, "Rate limit reached for gpt-x", headers: ["retry-after": "12"])
        let error = try #require(try await outcome(of: step).error)
        #expect(
            error.message
                == "openai/gpt-x: 429 Too Many Requests, retry after 12 s (\"Rate limit reached for gpt-x\")")
        #expect(error.code == .rateLimited)
        #expect(error.status == 429)
    }

    @Test func `a model that may not tell probabilities is asked without, and the key is not blamed`() async throws {
        let words = "You are not allowed to request logprobs from this model."
        let script = FaultServer.Script { $0.body.contains("logprobs") ? .error(403, words) : .reply("A") }
        try await FaultServer.run(script) { server in
            let prompt = Prompt(messages: [Prompt.Message(.user, "A or B?")], topTokens: 10)
            #expect(await server.model().answer(to: prompt).reply?.text == "A")
        }
    }

    @Test func `a refused key points to its variable`() async throws {
        let key = APIKey.environment("PATH")
        let error = try #require(try await outcome(of: .error(401, "Incorrect API key"), apiKey: key).error)
        #expect(error.suggestion == "Check the key in the environment variable PATH.")
        #expect(error.code == .unauthorized)
    }

    @Test func `a missing key names its variable and nothing is sent`() async throws {
        try await FaultServer.run([]) { server in
            let model = server.model(apiKey: .environment("COUNCIL_KEY_THAT_IS_NOT_SET"))
            let error = try #require(await model.answer().error)
            #expect(
                error.message
                    == "openai/gpt-x: the environment variable COUNCIL_KEY_THAT_IS_NOT_SET with the API key is not set")
            #expect(error.code == .unauthorized)
            #expect(server.requests.isEmpty)
        }
    }

    @Test func `a key that the provider echoes is blanked out`() async throws {
        let step = FaultServer.Step.error(401, "Incorrect API key provided: sk-very-secret-1.")
        let error = try #require(try await outcome(of: step, apiKey: APIKey("sk-very-secret-1")).error)
        #expect(error.message == "openai/gpt-x: 401 Unauthorized (\"Incorrect API key provided: [key].\")")
    }

    @Test func `a key echoed at the edge of the cut is blanked out`() async throws {
        let step = FaultServer.Step.error(500, String(repeating: "x", count: 490) + "sk-very-secret-1")
        let error = try #require(try await outcome(of: step, apiKey: APIKey("sk-very-secret-1")).error)
        #expect(!error.message.contains("sk-very"))
    }

    @Test func `a key echoed inside a stream is blanked out`() async throws {
        let step = FaultServer.Step.reply(["Hel"]).failing(afterPieces: 1, "bad key sk-very-secret-1")
        let error = try #require(try await outcome(of: step, apiKey: APIKey("sk-very-secret-1")).error)
        #expect(!"\(error)".contains("secret"))
    }

    @Test func `a secret header that the provider echoes is blanked out`() async throws {
        try await FaultServer.run([.error(401, "no such key: hush-hush-7")]) { server in
            let error = await server.model(headers: ["api-key": "hush-hush-7"]).answer().error
            #expect(error?.message.contains("hush") == false)
        }
    }

    @Test func `a key that HTTP cannot carry is not shown`() async throws {
        try await FaultServer.run([]) { server in
            let error = try #require(await server.model(apiKey: APIKey("sk-secret\nline")).answer().error)
            #expect(!"\(error)".contains("secret"))
            #expect(error.message.contains("holds a line break"))
            #expect(error.code == .unauthorized)
        }
    }

    @Test func `who may not do something is told to look at the rights, too`() async throws {
        let key = APIKey.environment("PATH")
        let error = try #require(try await outcome(of: .error(403, "Your account is suspended"), apiKey: key).error)
        #expect(error.suggestion?.contains("PATH, and what your account may use") == true)
    }

    @Test func `a key that a mark is joined to is blanked out`() async throws {
        let step = FaultServer.Step.error(500, "sk-very-secret-1\u{301}")
        let error = try #require(try await outcome(of: step, apiKey: APIKey("sk-very-secret-1")).error)
        #expect(!error.message.contains("sk-very"))
    }

    @Test func `what turns the direction of text is dropped from the provider's words, right-to-left text stays`() {
        #expect(ProviderWords(text: "a\u{202E}b\u{2066}c مرحبا \u{200F}d").text == "abc مرحبا \u{200F}d")
    }

    @Test func `a key shows itself nowhere`() {
        let key = APIKey("sk-very-secret-1")
        let endpoint = OpenAIEndpoint(
            name: "openai", baseURL: "https://me:sk-very-secret-1@example.com/v1", apiKey: key,
            headers: ["x-api-key": "sk-very-secret-1"])
        var shown = "\(key) \(String(reflecting: key)) \(endpoint) \(String(reflecting: endpoint))"
        dump(key, to: &shown)
        dump(endpoint, to: &shown)
        dump(OpenAIModel("gpt-x", at: endpoint), to: &shown)
        #expect(!shown.contains("secret"))
    }

    @Test(arguments: ["hush/hush 7", "hush%2Fhush%207", "hush/hush+7", "hush%2Fhush+7"])
    func `a query that the provider echoes is blanked out`(_ echo: String) async throws {
        let location = "https://example.com/v1?key=\(echo)&api-version=2024-10-21"
        let script: FaultServer.Script = [.status(301, headers: ["location": location]), .error(401, "no \(echo)!")]
        try await FaultServer.run(script) { server in
            let endpoint = OpenAIEndpoint(
                name: "openai", baseURL: server.baseURL + "?key=hush%2Fhush+7&api-version=2024-10-21")
            let moved = await OpenAIModel("gpt-x", at: endpoint).answer().error?.message
            #expect(moved?.hasSuffix("moved to https://example.com/v1?key=[key]&api-version=2024-10-21") == true)
            let refused = await OpenAIModel("gpt-x", at: endpoint).answer().error?.message
            #expect(refused == "openai/gpt-x: 401 Unauthorized (\"no [key]!\")")
        }
    }

    @Test func `a query is not shown`() {
        let endpoint = OpenAIEndpoint(name: "openai", baseURL: "https://example.com/v1?key=hush-hush-7")
        var shown = "\(endpoint) \(String(reflecting: endpoint))"
        dump(endpoint, to: &shown)
        dump(OpenAIModel("gpt-x", at: endpoint), to: &shown)
        #expect(!shown.contains("hush"))
    }

    @Test func `long words are cut`() async throws {
        let error = try #require(try await outcome(of: .error(500, String(repeating: "é", count: 5000))).error)
        #expect(error.message.count < 600)
        #expect(error.message.hasSuffix("…\")"))
    }

    @Test func `an endless error body is read no further than needed`() async throws {
        let step = FaultServer.Step.status(500, body: String(repeating: "x", count: 200_000)).hanging(afterPieces: 1)
        #expect(try await outcome(of: step).error?.code == .server)
    }

    @Test func `an unknown model is not found`() async throws {
        let error = try #require(try await outcome(of: .error(400, "no model", code: "model_not_found")).error)
        #expect(error.code == .notFound)
        #expect(error.suggestion?.contains("council doctor") == true)
    }

    @Test func `a request that a moderation held back is filtered, with the reasons`() async throws {
        let body = String(decoding: try recording("openai-errors/openrouter-403-moderation.json"), as: UTF8.self)
        let error = try #require(try await outcome(of: .status(403, body: body)).error)
        #expect(error.code == .filtered)
        #expect(error.message.contains("violence, self-harm"))
        #expect(error.suggestion?.contains("key") == false)
    }

    @Test(arguments: zip(ProviderProtocol.allCases, [ModelError.Code.conflict, .conflict, .badRequest]))
    func `a conflict may pass where the provider's own clients ask again`(
        _ dialect: ProviderProtocol, _ code: ModelError.Code
    ) async throws {
        let error = try await outcome(of: .error(409, "Lock timeout"), speaking: dialect).error
        #expect(error?.code == code)
        #expect(error?.isTransient == (code == .conflict))
    }

    @Test func `a redirect is shown, not followed`() async throws {
        let error = try #require(
            try await outcome(of: .status(301, headers: ["location": "https://example.com/v1"])).error)
        #expect(error.message == "openai/gpt-x: 301 Moved Permanently, moved to https://example.com/v1")
    }

    @Test func `a connection that is lost while the model works may be billed, one that is closed at once is none`() {
        let wording = OpenAIEndpoint(name: "x", baseURL: "http://127.0.0.1:1/v1").http.wording(for: "x/one")
        let reset = IOError(errnoCode: ECONNRESET, reason: "read")
        let lost = wording.noConnection(reset, after: .seconds(3))
        #expect(lost.code == .truncated)
        #expect(
            lost.message == "x/one: the connection to http://127.0.0.1:1/v1 was lost after 3 s, before an answer came")
        #expect(wording.noConnection(reset, after: .milliseconds(200)).code == .connection)
        #expect(
            wording.noConnection(IOError(errnoCode: ECONNREFUSED, reason: "connect"), after: .seconds(3)).code
                == .connection)
    }

    @Test func `a wait that no call waits for is said to be too long`() async throws {
        let error = try await FaultServer.run([.rateLimited(retryAfter: 70)]) { server in
            await server.model().answer().error
        }
        #expect(error?.suggestion?.hasPrefix("That is longer than a call waits (60 s)") == true)
    }

    @Test func `a refused connection asks whether the server is running`() async throws {
        // The port of a server that has stopped may already be another one's.
        let url = "http://127.0.0.1:1/v1"
        let model = OpenAIModel("gpt-x", at: OpenAIEndpoint(name: "openai", baseURL: url))
        let error = try #require(await model.answer().error)
        #expect(error.message == "openai/gpt-x: connection refused by \(url)")
        #expect(error.suggestion == "Is the server running at \(url)?")
        #expect(error.code == .connection)
    }

    @Test func `a server without TLS is told from one that does not run`() {
        struct Handshake: Error, CustomStringConvertible {
            let description =
                "handshakeFailed(error:100000f7:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER at /a/b.cc)"
        }
        let wording = OpenAIEndpoint(name: "x", baseURL: "https://127.0.0.1:1/v1").http.wording(for: "x/one")
        let error = wording.noConnection(Handshake())
        #expect(error.message == "x/one: https://127.0.0.1:1/v1 does not speak TLS")
        #expect(!error.isTransient)
    }

    @Test(arguments: ["", "localhost/v1", "ftp://localhost/v1", "http://", "http:// /v1"])
    func `an address that is none is a connection error`(_ url: String) async {
        let model = OpenAIModel("gpt-x", at: OpenAIEndpoint(name: "openai", baseURL: url))
        #expect(await model.answer().error?.code == .connection)
    }
}
