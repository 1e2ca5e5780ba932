import CouncilKit
import CouncilTestKit
import FoundationEssentials
import Testing

@testable import CouncilProviders

/// What is sent, and what is left out once a server has refused it.
@Suite(.timeLimit(.minutes(5))) struct RequestTests {
    private static let full = Prompt(
        messages: [Prompt.Message(.user, "Q")],
        form: Prompt.Form(name: "review", schema: ["type": "object", "properties": ["z": [:], "a": [:]]]),
        maximumTokens: 50, temperature: 0.5, seed: 7)

    private func body(_ prompt: Prompt, streams: Bool = true) async throws -> String {
        try await FaultServer.run([.reply("yes")]) { server in
            _ = await server.model(streams: streams).answer(to: prompt)
            return server.requests.first?.body ?? ""
        }
    }

    @Test func `how much a model shall think is an effort, left out where it is refused`() async throws {
        let words = "Unsupported parameter: 'reasoning_effort' is not supported with this model."
        let script = FaultServer.Script { $0.body.contains("reasoning_effort") ? .error(400, words) : .reply("yes") }
        try await FaultServer.run(script) { server in
            #expect(await server.model().answer(to: Prompt(messages: [], reasoning: .low)).reply?.text == "yes")
            #expect(server.requests[0].body.contains(#""reasoning_effort":"low""#))
        }
    }

    @Test func `only what is set is sent`() async throws {
        #expect(
            try await body(Prompt(messages: [Prompt.Message(.user, "Q")])) == """
                {"model":"gpt-x","messages":[{"role":"user","content":"Q"}],"stream":true,\
                "stream_options":{"include_usage":true}}
                """)
    }

    @Test func `everything set is sent, the schema in its own order`() async throws {
        #expect(
            try await body(Self.full, streams: false) == """
                {"model":"gpt-x","messages":[{"role":"user","content":"Q"}],"stream":false,"max_tokens":50,\
                "temperature":0.5,"seed":7,"response_format":{"type":"json_schema","json_schema":{"name":"review",\
                "strict":true,"schema":{"type":"object","properties":{"z":{},"a":{}}}}}}
                """)
    }

    @Test func `a seed fits 32 bits with a sign`() async throws {
        let prompt = Prompt(messages: [], seed: .max)
        #expect(try await body(prompt).contains("\"seed\":3}"))
    }

    @Test func `a form is not sent when structured output is off`() async throws {
        try await FaultServer.run([.reply("yes")]) { server in
            _ = await server.model(structuredOutput: .off).answer(to: Self.full)
            #expect(server.requests.first?.body.contains("response_format") == false)
        }
    }

    @Test func `key and extra headers are sent`() async throws {
        try await FaultServer.run([.reply("yes")]) { server in
            let model = server.model(apiKey: APIKey(" sk-1234\n"), headers: ["X-Title": "Council"])
            _ = await model.answer()
            #expect(server.requests.first?.headers["authorization"] == "Bearer sk-1234")
            #expect(server.requests.first?.headers["x-title"] == "Council")
        }
    }

    @Test(arguments: [
        ("", ""), ("/", ""), ("/chat/completions", ""), ("/chat/completions/", ""),
        ("?api-version=2", "?api-version=2"),
    ])
    func `the base URL may end in several ways`(_ end: String, _ query: String) async throws {
        try await FaultServer.run([.reply("yes")]) { server in
            let endpoint = OpenAIEndpoint(name: "openai", baseURL: server.baseURL + end)
            _ = await OpenAIModel("gpt-x", at: endpoint).answer()
            #expect(server.requests.first?.path == "/v1/chat/completions" + query)
        }
    }

    @Test(arguments: [
        ("max_tokens", "'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."),
        ("temperature", "Unsupported value: 'temperature' does not support 0.5 with this model."),
        ("seed", "unknown field: seed"),
        ("response_format", "This response_format type is unavailable now"),
        ("response_format", "Failed to initialize samplers: failed to parse grammar"),
        ("stream_options", "body.stream_options: Extra inputs are not permitted"),
    ])
    func `a refused parameter is left out, at once and from then on`(_ parameter: String, _ words: String) async throws
    {
        let script = FaultServer.Script { request in
            request.body.contains("\"\(parameter)\":") ? .error(400, words) : .reply("yes")
        }
        try await FaultServer.run(script) { server in
            let model = server.model()
            #expect(await model.answer(to: Self.full).reply?.text == "yes")
            #expect(await model.answer(to: Self.full).reply?.text == "yes")
            #expect(server.requests.count == 3)
        }
    }

    @Test func `max_completion_tokens takes the place of max_tokens`() async throws {
        let words = String(decoding: try recording("openai-errors/openai-400-max-tokens.json"), as: UTF8.self)
        try await FaultServer.run([.status(400, body: words), .reply("yes")]) { server in
            _ = await server.model().answer(to: Self.full)
            #expect(server.requests.last?.body.contains("\"max_completion_tokens\":50") == true)
        }
    }

    @Test func `several refused parameters are left out one after the other`() async throws {
        let script: FaultServer.Script = [
            .error(400, "Unsupported", parameter: "max_tokens"), .error(422, "Unsupported", parameter: "temperature"),
            .error(400, "Unsupported", parameter: "response_format.json_schema"), .reply("yes"),
        ]
        try await FaultServer.run(script) { server in
            #expect(await server.model().answer(to: Self.full).reply?.text == "yes")
        }
    }

    @Test func `a model that may not stream is asked without`() async throws {
        let words = "Your organization must be verified to stream this model."
        try await FaultServer.run([.error(400, words, parameter: "stream"), .reply("yes")]) { server in
            #expect(await server.model().answer().reply?.text == "yes")
            #expect(server.requests.last?.streams == false)
        }
    }

    @Test func `another bad request is not sent again`() async throws {
        try await FaultServer.run(.always(.error(400, "Too odd"))) { server in
            #expect(await server.model().answer().error?.code == .badRequest)
            #expect(server.requests.count == 1)
        }
    }

    @Test(arguments: [429, 500, 503])
    func `a failed request is not sent again`(_ status: Int) async throws {
        try await FaultServer.run(.always(.error(status, "temperature max_tokens"))) { server in
            _ = await server.model().answer(to: Self.full)
            #expect(server.requests.count == 1)
        }
    }

    @Test func `what is learned about a model serves all members with that model`() async throws {
        let script = FaultServer.Script { $0.body.contains("seed") ? .error(400, "no seed") : .reply("yes") }
        try await FaultServer.run(script) { server in
            let endpoint = OpenAIEndpoint(name: "openai", baseURL: server.baseURL)
            for _ in 0..<2 { _ = await OpenAIModel("gpt-x", at: endpoint).answer(to: Self.full) }
            #expect(server.requests.count == 3)
        }
    }

    @Test func `the models of an endpoint are listed`() async throws {
        try await FaultServer.run([], models: ["a", "b/c"]) { server in
            let endpoint = OpenAIEndpoint(name: "local", baseURL: server.baseURL)
            let models = try await endpoint.models()
            #expect(models == ["a", "b/c"])
        }
    }

    @Test(arguments: [("anthropic/claude-sonnet-5", true), ("openai/gpt-x", false)])
    func `a router passes marks of the cache on to Anthropic's models`(_ id: String, _ isMarked: Bool) async throws {
        let prompt = Prompt(messages: [
            Prompt.Message(.user, "共同 prefix, own end", sharedPrefixes: ["共同 prefix,".utf8.count])
        ])
        let parts = """
            "content":[{"type":"text","text":"共同 prefix,","cache_control":{"type":"ephemeral"}},\
            {"type":"text","text":" own end"}]
            """
        try await FaultServer.run(.always(.reply("yes"))) { server in
            _ = await server.model(id).answer(to: prompt)
            #expect(server.requests[0].body.contains(parts) == isMarked)
            #expect(server.requests[0].body.contains(#""content":"共同 prefix, own end""#) != isMarked)
            _ = await server.model(id).answer(to: Self.full)
            #expect(!server.requests[1].body.contains("cache_control"))
        }
    }

    @Test func `models that do not chat are not listed`() throws {
        let list = """
            [{"id": "embed", "type": "embedding"}, {"id": "chat", "type": "chat"}, {"id": "plain"},
            {"id": "ocr", "capabilities": {"completion_chat": false}},
            {"id": "large", "capabilities": {"completion_chat": true}},
            {"id": "dall-e", "capabilities": {"chat_completion": false}}]
            """
        let models = try JSONValue(parsing: list).elements
        #expect(models.filter(\.mayChat).compactMap { $0["id"]?.string } == ["chat", "plain", "large"])
    }

    @Test func `a member is named after its provider`() {
        #expect(Member.openAI("gpt-5.6-luna").name == "openai/gpt-5.6-luna")
        #expect(Member.ollama("llama3.2").name == "ollama/llama3.2")
        #expect(Member.openAICompatible("qwen", at: "http://127.0.0.1:8080/v1").name == "127.0.0.1:8080/qwen")
    }
}

extension RequestTests {
    @Test func `probabilities of tokens are asked for where they are wanted`() async throws {
        let body = try await FaultServer.run([.reply("A")]) { server in
            _ = await server.model().answer(to: Prompt(messages: [], topTokens: 10))
            return server.requests.first?.body ?? ""
        }
        #expect(body.contains("\"logprobs\":true,\"top_logprobs\":10"))
    }

    @Test func `probabilities of the first token are read`() throws {
        let chunk = ChatChunk(
            try JSONValue(
                parsing: #"""
                    {"choices": [{"delta": {"content": "A"}, "logprobs": {"content": [{"token": "A", "logprob": -0.1,
                    "top_logprobs": [{"token": "A", "logprob": 0}, {"token": "B", "logprob": -1}]}]}}]}
                    """#))
        let top = try #require(chunk.choice?.topTokens)
        #expect(top.map(\.token) == ["A", "B"])
        #expect(top[0].probability == 1 && abs(top[1].probability - 0.3679) < 0.0001)
    }
}
