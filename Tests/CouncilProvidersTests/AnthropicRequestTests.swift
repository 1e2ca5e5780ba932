import CouncilKit
import CouncilProviders
import CouncilTestKit
import Testing

/// What is sent to Anthropic, and where its cache marks stand.
@Suite(.timeLimit(.minutes(5))) struct AnthropicRequestTests {
    private func request(_ prompt: Prompt) async throws -> FaultServer.Request {
        try await FaultServer.run([.reply("yes")]) { server in
            _ = await server.model(speaking: .anthropic).answer(to: prompt)
            return server.requests[0]
        }
    }

    @Test func `only what is set is sent, and the limit that the protocol wants`() async throws {
        let request = try await request(Prompt(messages: [Prompt.Message(.user, "Q")], seed: 7))
        #expect(
            request.body == """
                {"model":"gpt-x","max_tokens":32000,"stream":true,\
                "messages":[{"role":"user","content":[{"type":"text","text":"Q"}]}]}
                """)
        #expect(request.headers["anthropic-version"] == "2023-06-01")
    }

    private let bounded = Prompt(
        messages: [Prompt.Message(.user, "Q")],
        form: Prompt.Form(
            name: "review",
            schema: ["type": "object", "properties": ["z": ["type": "integer", "minimum": 1], "maximum": [:]]]),
        maximumTokens: 50, temperature: 0.5)

    @Test func `a form is a schema without bounds of values, whatever its keys are`() async throws {
        #expect(
            try await request(bounded).body == """
                {"model":"gpt-x","max_tokens":50,"stream":true,"output_config":{"format":{"type":"json_schema",\
                "schema":{"type":"object","properties":{"z":{"type":"integer"},"maximum":{}}}}},"temperature":0.5,\
                "messages":[{"role":"user","content":[{"type":"text","text":"Q"}]}]}
                """)
    }

    @Test(arguments: [
        "output_config.format: Extra inputs are not permitted", "This model does not support structured outputs.",
    ])
    func `an older model gets the form as a tool that has to be called`(_ words: String) async throws {
        let script = FaultServer.Script { $0.body.contains("\"format\"") ? .error(400, words) : .reply("{}") }
        try await FaultServer.run(script) { server in
            #expect(await server.model(speaking: .anthropic).answer(to: bounded).reply?.text == "{}")
            #expect(
                server.requests[1].body == """
                    {"model":"gpt-x","max_tokens":50,"stream":true,"temperature":0.5,"tools":[{"name":"review",\
                    "input_schema":{"type":"object","properties":{"z":{"type":"integer","minimum":1},"maximum":{}}}}],\
                    "tool_choice":{"type":"tool","name":"review"},\
                    "messages":[{"role":"user","content":[{"type":"text","text":"Q"}]}]}
                    """)
        }
    }

    @Test func `a model that thinks unasked keeps its form and its effort`() async throws {
        let script = FaultServer.Script { request in
            request.body.contains("tool_choice")
                ? .error(400, "Thinking may not be enabled when tool_choice forces tool use.") : .reply("{}")
        }
        try await FaultServer.run(script) { server in
            #expect(await server.model(speaking: .anthropic).answer(to: thoughtful).reply?.text == "{}")
            #expect(server.requests.count == 1)
        }
    }

    @Test func `a shared prefix is a block with a mark`() async throws {
        let text = "共同 prefix, own end"
        let prompt = Prompt(messages: [Prompt.Message(.user, text, sharedPrefixes: ["共同 prefix,".utf8.count])])
        #expect(
            try await request(prompt).body.contains(
                """
                "content":[{"type":"text","text":"共同 prefix,","cache_control":{"type":"ephemeral"}},\
                {"type":"text","text":" own end"}]
                """))
    }

    @Test func `of many prefixes the four longest are marked`() async throws {
        let prompt = Prompt(messages: [Prompt.Message(.user, "abcdefgh", sharedPrefixes: [1, 2, 3, 4, 5, 6])])
        let body = try await request(prompt).body
        #expect(body.matches(of: /cache_control/).count == 4)
        #expect(body.contains(#"{"type":"text","text":"abc","cache_control""#))
    }

    @Test func `a long system prompt takes one of the marks`() async throws {
        let system = String(repeating: "Be brief. ", count: 500)
        let prompt = Prompt(messages: [
            Prompt.Message(.system, system), Prompt.Message(.user, "abcdefgh", sharedPrefixes: [1, 2, 3, 4, 5]),
        ])
        let body = try await request(prompt).body
        #expect(body.matches(of: /cache_control/).count == 4)
        #expect(body.contains(#"brief. ","cache_control":{"type":"ephemeral"}}],"messages""#))
    }

    @Test(arguments: [[0], [-1], [99], [1]])
    func `an offset that cuts nothing or a character is passed over`(_ offsets: [Int]) async throws {
        let prompt = Prompt(messages: [Prompt.Message(.user, "你好", sharedPrefixes: offsets)])
        #expect(try await request(prompt).body.contains(#"[{"type":"text","text":"你好"}]"#))
    }

    @Test func `no block is empty or blank`() async throws {
        let prompt = Prompt(messages: [
            Prompt.Message(.system, " "), Prompt.Message(.user, "  abc\n", sharedPrefixes: [1, 5, 6]),
        ])
        #expect(
            try await request(prompt).body.hasSuffix(
                #"{"role":"user","content":[{"type":"text","text":"  abc","cache_control":{"type":"ephemeral"}}]}]}"#))
    }

    @Test func `a model with a smaller limit gets it`() async throws {
        let script = FaultServer.Script { request in
            let limit = request.body.firstMatch(of: /"max_tokens":(\d+)/).flatMap { Int($0.output.1) } ?? 0
            let words = "max_tokens: \(limit) > 4096, which is the maximum allowed number of output tokens"
            return limit > 4096 ? .error(400, words) : .reply("yes")
        }
        try await FaultServer.run(script) { server in
            let model = server.model(speaking: .anthropic)
            for _ in 0..<2 { #expect(await model.answer().reply?.text == "yes") }
            #expect(server.requests.map { $0.body.contains(#""max_tokens":4096"#) } == [false, false, true, true])
            #expect(server.requests[1].body.contains(#""max_tokens":8192"#))
        }
    }

    @Test func `a prompt that leaves less room says nothing about the next one`() async throws {
        let words = "input length and `max_tokens` exceed context limit: 190000 + 32000 > 200000"
        let script = FaultServer.Script { $0.number == 0 ? .error(400, words) : .reply("yes") }
        try await FaultServer.run(script) { server in
            let model = server.model(speaking: .anthropic)
            for _ in 0..<2 { #expect(await model.answer().reply?.text == "yes") }
            #expect(server.requests.map { $0.body.contains(#""max_tokens":32000"#) } == [true, false, true])
        }
    }

    private let thoughtful = Prompt(
        messages: [Prompt.Message(.user, "Q", sharedPrefixes: [1])],
        form: Prompt.Form(name: "review", schema: ["type": "object"]), temperature: 0.5, reasoning: .high)

    @Test func `a model that shall think is told how much, beside the form, and no tool is forced on it`() async throws
    {
        #expect(
            try await request(thoughtful).body == """
                {"model":"gpt-x","max_tokens":32000,"stream":true,\
                "thinking":{"type":"adaptive","display":"summarized"},\
                "output_config":{"effort":"high","format":{"type":"json_schema","schema":{"type":"object"}}},\
                "messages":[{"role":"user","content":[{"type":"text","text":"Q"}]}]}
                """)
    }

    @Test func `an older model gets a number of tokens, one that cannot think its tool`() async throws {
        let script = FaultServer.Script { request in
            if request.body.contains("\"format\"") { return .error(400, "This model takes no structured outputs.") }
            if request.body.contains("adaptive") {
                return .error(
                    400, "thinking: Input tag 'adaptive' found using 'type' does not match: 'disabled', 'enabled'")
            }
            return request.body.contains("budget_tokens")
                ? .error(400, "\"thinking.enabled\" is not supported by this model") : .reply("{}")
        }
        try await FaultServer.run(script) { server in
            let model = server.model(speaking: .anthropic)
            for _ in 0..<2 { #expect(await model.answer(to: thoughtful).reply?.text == "{}") }
            #expect(server.requests.count == 5)
            #expect(server.requests[2].body.contains(#""thinking":{"type":"enabled","budget_tokens":16000}"#))
            #expect(server.requests[4].body.contains("tool_choice") && server.requests[4].body.contains("temperature"))
        }
    }

    @Test(arguments: [(3000, #""budget_tokens":1500"#), (1000, #""tool_choice""#)])
    func `thoughts take half of a limit at most, and are left out where that is too little`(
        _ limit: Int, _ part: String
    ) async throws {
        var prompt = thoughtful
        prompt.maximumTokens = limit
        let script = FaultServer.Script { request in
            if request.body.contains("\"format\"") { return .error(400, "This model takes no structured outputs.") }
            return request.body.contains("adaptive") ? .error(400, "adaptive?") : .reply("{}")
        }
        try await FaultServer.run(script) { server in
            _ = await server.model(speaking: .anthropic).answer(to: prompt)
            #expect(server.requests.last?.body.contains(part) == true)
            #expect(server.requests.last?.body.contains("\"max_tokens\":\(limit)") == true)
        }
    }

    @Test func `where so many tokens are refused there is no room for thoughts beside`() async throws {
        let script = FaultServer.Script { request in
            let limit = request.body.firstMatch(of: /"max_tokens":(\d+)/).flatMap { Int($0.output.1) } ?? 0
            return limit > 8192 ? .error(400, "max_tokens: \(limit) > 8192") : .reply("{}")
        }
        try await FaultServer.run(script) { server in
            #expect(await server.model(speaking: .anthropic).answer(to: thoughtful).reply?.text == "{}")
        }
    }

    @Test func `behind a form nothing is marked: nobody could read it`() async throws {
        var prompt = thoughtful
        prompt.reasoning = nil
        #expect(try await !request(prompt).body.contains("cache_control"))
    }

    @Test(arguments: ["", "/", "/v1", "/v1/messages"])
    func `the base URL may end in several ways`(_ end: String) async throws {
        try await FaultServer.run([.reply("yes")]) { server in
            let endpoint = AnthropicEndpoint(baseURL: "http://127.0.0.1:\(server.port)\(end)", apiKey: nil)
            _ = await AnthropicModel("x", at: endpoint).answer()
            #expect(server.requests.first?.path == "/v1/messages")
        }
    }
}
