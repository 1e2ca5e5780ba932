import CouncilKit
import CouncilProviders
import CouncilTestKit
import Testing

/// What is sent to Gemini.
@Suite(.timeLimit(.minutes(5))) struct GeminiRequestTests {
    @Test func `everything set is sent, the schema in its own order`() async throws {
        let prompt = Prompt(
            messages: [Prompt.Message(.system, "S"), Prompt.Message(.user, "Q"), Prompt.Message(.assistant, "A")],
            form: Prompt.Form(name: "review", schema: ["type": "object", "properties": ["z": [:], "a": [:]]]),
            maximumTokens: 50, temperature: 0.5, seed: 7)
        try await FaultServer.run([.reply("yes")]) { server in
            _ = await server.model(speaking: .gemini).answer(to: prompt)
            #expect(
                server.requests[0].body == """
                    {"systemInstruction":{"parts":[{"text":"S"}]},"contents":[{"role":"user","parts":[{"text":"Q"}]},\
                    {"role":"model","parts":[{"text":"A"}]}],"generationConfig":{"maxOutputTokens":50,\
                    "temperature":0.5,"seed":7,"responseMimeType":"application/json","responseJsonSchema":\
                    {"type":"object","properties":{"z":{},"a":{}}},"thinkingConfig":{"includeThoughts":true}}}
                    """)
        }
    }

    @Test(arguments: zip([true, false], ["streamGenerateContent?alt=sse", "generateContent"]))
    func `a stream and a whole reply have different paths`(_ streams: Bool, _ action: String) async throws {
        try await FaultServer.run([.reply("yes")]) { server in
            _ = await server.model(speaking: .gemini, streams: streams).answer()
            #expect(server.requests[0].path == "/v1beta/models/gpt-x:\(action)")
        }
    }

    @Test func `a query of the base URL joins the one of the action`() async throws {
        try await FaultServer.run([.reply("yes")]) { server in
            let endpoint = GeminiEndpoint(baseURL: server.baseURL(for: .gemini) + "?key=hush", apiKey: nil)
            _ = await GeminiModel("x", at: endpoint).answer()
            #expect(server.requests[0].path == "/v1beta/models/x:streamGenerateContent?alt=sse&key=hush")
        }
    }

    @Test(arguments: [
        ("gemini-3.5-flash", #""thinkingConfig":{"includeThoughts":true,"thinkingLevel":"medium"}"#),
        ("gemini-2.5-pro", #""thinkingConfig":{"includeThoughts":true,"thinkingBudget":8192}"#),
    ])
    func `how much a model shall think is said in its own terms`(_ id: String, _ words: String) async throws {
        try await FaultServer.run([.reply("yes")]) { server in
            let endpoint = GeminiEndpoint(baseURL: server.baseURL(for: .gemini), apiKey: nil)
            _ = await GeminiModel(id, at: endpoint).answer(to: Prompt(messages: [], reasoning: .medium))
            #expect(server.requests[0].body.contains(words))
        }
    }

    @Test func `a level that a model does not know is left out, and its thoughts are asked for all the same`()
        async throws
    {
        let words = "Thinking level MEDIUM is not supported for this model. Please retry with other thinking level."
        let script = FaultServer.Script { $0.body.contains("thinkingLevel") ? .error(400, words) : .reply("yes") }
        try await FaultServer.run(script) { server in
            let reply = await server.model(speaking: .gemini).answer(to: Prompt(messages: [], reasoning: .medium)).reply
            #expect(reply?.text == "yes")
            #expect(server.requests[1].body.contains(#""thinkingConfig":{"includeThoughts":true}"#))
        }
    }

    @Test func `a model that does not think is not asked for thoughts again`() async throws {
        let script = FaultServer.Script { request in
            request.body.contains("thinkingConfig")
                ? .error(400, "Thinking is not enabled for this model") : .reply("yes")
        }
        try await FaultServer.run(script) { server in
            let model = server.model(speaking: .gemini)
            for _ in 0..<2 { #expect(await model.answer().reply?.text == "yes") }
            #expect(server.requests.count == 3)
        }
    }

    @Test func `members are named after their providers`() {
        #expect(Member.gemini("gemini-3.5-flash").name == "gemini/gemini-3.5-flash")
        #expect(Member.anthropic("claude-sonnet-5").name == "anthropic/claude-sonnet-5")
    }
}
