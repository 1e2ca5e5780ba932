import CouncilKit
import CouncilProviders
import CouncilTestKit
import Testing

/// A form that is refused in words that say nothing of it.
@Suite(.timeLimit(.minutes(5))) struct FormRefusalTests {
    private static let prompt = Prompt(
        messages: [Prompt.Message(.user, "Q")], form: Prompt.Form(name: "review", schema: ["type": "object"]))
    private static let words = [
        "Request contains an invalid argument.",
        "The specified schema produces a constraint that has too many states for serving.",
        "The JSON schema contains features that are not supported by this model.",
    ]

    /// Refuses every request with a form.
    private func strict(_ refusal: FaultServer.Step) -> FaultServer.Script {
        FaultServer.Script { $0.hasForm ? refusal : .reply("{}") }
    }

    @Test(arguments: ProviderProtocol.allCases, words)
    func `a form steps down where the refusal does not name it`(
        _ dialect: ProviderProtocol, _ words: String
    ) async throws {
        try await FaultServer.run(strict(.error(400, words))) { server in
            #expect(await server.model(speaking: dialect).answer(to: Self.prompt).reply?.text == "{}")
        }
    }

    @Test func `what helped is remembered`() async throws {
        try await FaultServer.run(strict(.error(422, "No."))) { server in
            let model = server.model(speaking: .gemini)
            for _ in 0..<2 { _ = await model.answer(to: Self.prompt) }
            #expect(server.requests.map(\.hasForm) == [true, false, false])
        }
    }

    @Test func `what did not help is not remembered`() async throws {
        let script: FaultServer.Script = [.error(400, "No."), .error(400, "Still no."), .reply("{}")]
        try await FaultServer.run(script) { server in
            let model = server.model(speaking: .gemini)
            #expect(await model.answer(to: Self.prompt).error?.message.contains("Still no.") == true)
            _ = await model.answer(to: Self.prompt)
            #expect(server.requests.map(\.hasForm) == [true, false, true])
        }
    }

    @Test func `a model that failed to write the form once may try again`() async throws {
        let failure = FaultServer.Step.error(
            400, "Failed to generate JSON. Please adjust your prompt.", code: "json_validate_failed")
        try await FaultServer.run([failure, .reply("{}"), .reply("{}")]) { server in
            let model = server.model(speaking: .openAI)
            for _ in 0..<2 { #expect(await model.answer(to: Self.prompt).reply?.text == "{}") }
            #expect(server.requests.map { $0.body.contains("response_format") } == [true, false, true])
        }
    }

    @Test(arguments: [
        FaultServer.Step.error(400, "API key not valid. Please pass a valid API key."),
        .error(400, "Your credit balance is too low"), .error(400, "Blocked", code: "content_filter"),
        .error(400, "The response was filtered: see our content management policy."),
        .error(400, "This model's maximum context length is 8192 tokens."),
        .error(400, "prompt is too long: 210000 tokens > 200000 maximum"),
        .error(400, "The input token count (1200000) exceeds the maximum number of tokens allowed."),
        .error(400, "Too much", code: "context_length_exceeded"), .error(403, "Forbidden"),
        .error(404, "No such model"),
        .error(400, "Could not finish the message because max_tokens or model output limit was reached."),
        .error(400, "Content Exists Risk"),
        .error(400, "Invalid prompt: see https://example.com/docs/tools#response_format", code: "content_filter"),
    ])
    func `a refusal that no other form would change is final`(_ refusal: FaultServer.Step) async throws {
        try await FaultServer.run(.always(refusal)) { server in
            _ = await server.model(speaking: .openAI).answer(to: Self.prompt)
            #expect(server.requests.count == 1)
        }
    }
}

extension FormRefusalTests {
    private static let bounded = Prompt(
        messages: [Prompt.Message(.user, "Q")],
        form: Prompt.Form(
            name: "review", schema: ["type": "object", "properties": ["a": ["type": "string", "maxLength": 9]]]),
        reasoning: .high)

    @Test func `bounds that are refused are left out, the schema and the effort are kept`() async throws {
        let words =
            "Invalid schema for response_format 'review': In context=('properties', 'a'), 'maxLength' is not permitted."
        let script = FaultServer.Script { request in
            request.body.contains("maxLength") ? .error(400, words) : .reply("{}")
        }
        try await FaultServer.run(script) { server in
            let model = server.model(speaking: .openAI)
            for _ in 0..<2 { #expect(await model.answer(to: Self.bounded).reply?.text == "{}") }
            #expect(server.requests.count == 3)
            #expect(
                server.requests[2].body.contains(#""schema":{"type":"object","properties":{"a":{"type":"string"}}}"#))
            #expect(server.requests[2].body.contains(#""reasoning_effort":"high""#))
        }
    }

    @Test(arguments: [
        "output_config.format.schema: For 'string' type, properties maxLength are not supported",
        "Function tools with reasoning_effort are not supported for this model.",
    ])
    func `where form and effort stand in each other's way the effort is kept`(_ words: String) async throws {
        let script = FaultServer.Script { request in
            request.body.contains("maxLength") || request.hasForm && words.contains("tools")
                ? .error(400, words) : .reply("{}")
        }
        try await FaultServer.run(script) { server in
            #expect(await server.model(speaking: .openAI).answer(to: Self.bounded).reply?.text == "{}")
            #expect(server.requests.allSatisfy { $0.body.contains(#""reasoning_effort":"high""#) })
        }
    }

    @Test func `an effort that is refused by itself is left out, the form is kept`() async throws {
        let script = FaultServer.Script { request in
            request.body.contains("reasoning_effort")
                ? .error(400, "Unknown argument: reasoning_effort. For more information see the docs.") : .reply("{}")
        }
        try await FaultServer.run(script) { server in
            _ = await server.model(speaking: .openAI).answer(to: Self.bounded)
            #expect(server.requests.count == 2)
            #expect(server.requests[1].hasForm)
        }
    }
}

extension FaultServer.Request {
    fileprivate var hasForm: Bool {
        ["\"response_format\"", "\"responseJsonSchema\"", "\"tools\"", "\"format\""].contains { body.contains($0) }
    }
}
