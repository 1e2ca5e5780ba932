import CouncilKit
import CouncilProviders
import CouncilTestKit
import Testing

/// What holds whatever protocol a provider speaks.
@Suite(.timeLimit(.minutes(5))) struct DialectTests {
    private static let all = ProviderProtocol.allCases
    private static let form = Prompt.Form(name: "review", schema: ["type": "object"])

    @Test(arguments: all, [true, false])
    func `a good reply is understood, in pieces and whole`(_ dialect: ProviderProtocol, _ streams: Bool) async throws {
        try await FaultServer.run([.reply(["Hel", "lo"], reasoning: ["Hm", "m"])]) { server in
            let reply = try await server.model(speaking: dialect, streams: streams).answer().get()
            // Anthropic counts thoughts and does not say how many they are; the test server's OpenAI neither.
            let reasoning = dialect == .gemini ? 2 : 0
            #expect(
                reply
                    == Reply(
                        text: "Hello", reasoning: "Hmm", usage: Usage(input: 7, output: 4, reasoning: reasoning),
                        reportedModel: "gpt-x"))
            #expect(server.requests[0].streams == streams)
        }
    }

    @Test(arguments: all)
    func `a system prompt and the conversation arrive`(_ dialect: ProviderProtocol) async throws {
        let messages = [
            Prompt.Message(.system, "Be brief."), Prompt.Message(.user, "Why?"), Prompt.Message(.assistant, "Because."),
            Prompt.Message(.user, "And then?"),
        ]
        try await FaultServer.run([.reply("yes")]) { server in
            _ = await server.model(speaking: dialect).answer(to: Prompt(messages: messages))
            #expect(server.requests[0].messages == messages)
            #expect(server.requests[0].model == "gpt-x")
        }
    }

    @Test(arguments: zip(all, ["authorization", "x-api-key", "x-goog-api-key"]))
    func `the key is sent in the protocol's own header`(_ dialect: ProviderProtocol, _ header: String) async throws {
        try await FaultServer.run([.reply("yes")]) { server in
            _ = await server.model(speaking: dialect, apiKey: APIKey("sk-1234")).answer()
            #expect(server.requests[0].headers[header]?.hasSuffix("sk-1234") == true)
            #expect(server.requests[0].headers.values.count { $0.contains("sk-1234") } == 1)
        }
    }

    @Test(arguments: all)
    func `a reply that breaks off is an error, not an answer`(_ dialect: ProviderProtocol) async throws {
        for step in [
            FaultServer.Step.reply(["Hel", "lo"]).ending(afterPieces: 2), .reply(["Hel", "lo"]).cutOff(afterPieces: 1),
            .unstreamed("Hello").cutOff(afterBytes: 60),
        ] {
            #expect(try await outcome(of: step, speaking: dialect).error?.code == .truncated)
        }
    }

    @Test(arguments: all)
    func `a reply cut at its token limit says so`(_ dialect: ProviderProtocol) async throws {
        let reply = try await outcome(of: .reply(["Hel"], finishReason: "length"), speaking: dialect).get()
        #expect(reply.stopReason == .length)
    }

    @Test(arguments: zip(all, [Reply.StopReason.refused, .refused, .finished]))
    func `a model that declines is told from one that answers`(
        _ dialect: ProviderProtocol, _ reason: Reply.StopReason
    ) async throws {
        #expect(try await outcome(of: .refusal(), speaking: dialect).get().stopReason == reason)
    }

    @Test(arguments: zip(all, [Reply.StopReason.filtered, .refused, .filtered]))
    func `a reply that the provider withholds is told from an answer`(
        _ dialect: ProviderProtocol, _ reason: Reply.StopReason
    ) async throws {
        let reply = try await outcome(of: .safetyBlock, speaking: dialect).get()
        #expect(reply.stopReason == reason)
        #expect(reply.text.isEmpty)
    }

    @Test(arguments: all)
    func `an overload inside the stream may pass`(_ dialect: ProviderProtocol) async throws {
        let error = try await outcome(of: .reply("yes").overloaded(afterPieces: 0), speaking: dialect).error
        #expect(error?.code == .server)
        #expect(error?.isTransient == true)
    }

    @Test(arguments: all)
    func `garbage, an HTML page and an empty body are no replies`(_ dialect: ProviderProtocol) async throws {
        for step in [FaultServer.Step.garbageJSON, .htmlPage(200, title: "Log in"), .text("{}"), .text("")] {
            let error = try await outcome(of: step, speaking: dialect).error
            #expect(error?.code == .malformed || error?.code == .truncated)
        }
    }

    @Test(arguments: all)
    func `cancelling closes the connection`(_ dialect: ProviderProtocol) async throws {
        try await FaultServer.run([.hang]) { server in
            let call = Task { await server.model(speaking: dialect).answer() }
            try await server.received(1)
            call.cancel()
            try await server.clientLeft(0)
            #expect(await call.value.error?.code == .cancelled)
        }
    }

    @Test(arguments: all)
    func `the models of a provider are listed`(_ dialect: ProviderProtocol) async throws {
        try await FaultServer.run([], models: ["a", "b"]) { server in
            let models = try await server.model(speaking: dialect).provider.models()
            #expect(models == ["a", "b"])
        }
    }

    @Test(arguments: all)
    func `a form that is refused is left out step by step, and that is remembered`(
        _ dialect: ProviderProtocol
    ) async throws {
        let means = ["\"response_format\"", "\"responseJsonSchema\"", "\"format\"", "\"tools\""]
        let script = FaultServer.Script { request in
            let used = means.first { request.body.contains($0) }
            return used.map { .error(400, "Unknown name \($0)") } ?? .reply("{}")
        }
        try await FaultServer.run(script) { server in
            let model = server.model(speaking: dialect)
            let prompt = Prompt(messages: [Prompt.Message(.user, "Q")], form: Self.form)
            #expect(await model.answer(to: prompt).reply?.text == "{}")
            let steps = server.requests.count
            #expect(steps == (dialect == .gemini ? 2 : 3))
            _ = await model.answer(to: prompt)
            #expect(server.requests.count == steps + 1)
        }
    }

    @Test(arguments: all)
    func `the input of a forced tool is the reply's text`(_ dialect: ProviderProtocol) async throws {
        let script = FaultServer.Script { request in
            ["\"response_format\"", "\"format\""].contains { request.body.contains($0) }
                ? .error(400, "no response_format") : .reply([#"{"ranks""#, #":{}}"#])
        }
        try await FaultServer.run(script) { server in
            let prompt = Prompt(messages: [Prompt.Message(.user, "Q")], form: Self.form)
            let reply = try await server.model(speaking: dialect).answer(to: prompt).get()
            #expect(reply.text == #"{"ranks":{}}"#)
            #expect(reply.stopReason == .finished)
            #expect(server.requests.last?.forcesTool == (dialect != .gemini))
        }
    }

    @Test(arguments: all)
    func `a form with a code begins with it, also where it comes in one part`(_ dialect: ProviderProtocol) async throws
    {
        let form = #"{"code":"x1","blind_spots":[]}"#
        let script = FaultServer.Script { request in
            request.body.contains("\"format\"") ? .error(400, "no structured outputs") : .unstreamed(form)
        }
        try await FaultServer.run(script) { server in
            let prompt = Prompt(messages: [Prompt.Message(.user, "Q")], form: Self.form)
            #expect(await server.model(speaking: dialect).answer(to: prompt).reply?.text == form)
        }
    }

    @Test(arguments: zip(all, ["openai at http://", "anthropic at http://", "gemini at http://"]))
    func `models of one endpoint fail together`(_ dialect: ProviderProtocol, _ beginning: String) async throws {
        try await FaultServer.run([]) { server in
            let model = server.model(speaking: dialect)
            #expect(model.endpoint.hasPrefix(beginning))
            #expect(model.endpoint == model.provider.model("another").endpoint)
        }
    }
}
