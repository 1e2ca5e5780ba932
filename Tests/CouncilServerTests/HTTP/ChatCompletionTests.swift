import CouncilKit
import CouncilTestKit
import Testing

@testable import CouncilServer

struct ChatCompletionTests {
    private let path = "/v1/chat/completions"

    private func body(_ more: [JSONValue.Member] = [], question: String = "Why?") -> JSONValue {
        .object(
            [
                .init("model", "council"), .init("messages", [["role": "user", "content": .string(question)]]),
            ] + more)
    }

    private func ask(_ body: JSONValue, _ council: Council = .scripted()) async throws -> ServedCouncil.Reply {
        try await ServedCouncil.run([council]) { try await $0.send(.post, path, body) }
    }

    @Test func `a completion is the chairman's answer`() async throws {
        let reply = try await ask(body())
        #expect(reply.status == 200)
        #expect(reply.json["choices.0.message.content"] == "In conclusion.")
        #expect(reply.json["choices.0.finish_reason"] == "stop")
        #expect(reply.json["model"] == "council")
    }

    @Test func `usage is the sum over all members, each listed`() async throws {
        let member = ScriptedModel("a/one") { prompt in
            switch StageOfPrompt(prompt) {
            case .review(let answers):
                .pieces([.text(ScriptedModel.reviewText(of: answers))], usage: Usage(input: 100, output: 20))
            default: .pieces([.text("One.")], usage: Usage(input: 7, output: 3))
            }
        }
        let reply = try await ask(body(), .scripted(members: [member, member]))
        // Two answers, two reviews, one conclusion.
        #expect(reply.json["usage.prompt_tokens"] == .integer(2 * 7 + 2 * 100 + 10))
        #expect(reply.json["usage.completion_tokens"] == .integer(2 * 3 + 2 * 20 + 4))
        #expect(reply.json["usage.calls"]?.elements.count == 5)
        #expect(reply.json["usage.prompt_tokens_details.cached_tokens"] == 2)
    }

    @Test func `a stream begins with the role, keeps one id and ends with DONE`() async throws {
        let reply = try await ask(body([.init("stream", true)]))
        let events = reply.events
        #expect(reply.headers["content-type"] == "text/event-stream")
        #expect(events.first?["choices.0.delta.role"] == "assistant")
        #expect(Set(events.compactMap { $0["id"]?.string }).count == 1)
        #expect(
            events.compactMap { $0["choices.0.delta.content"]?.string }.filter { !$0.isEmpty } == [
                "In ", "conclusion.",
            ])
        #expect(events.last?["choices.0.finish_reason"] == "stop")
        #expect(reply.data.last == "[DONE]")
    }

    @Test func `progress comes as reasoning before the answer`() async throws {
        let events = try await ask(body([.init("stream", true)])).events
        let reasoning = events.firstIndex { $0["choices.0.delta.reasoning_content"] != nil }
        let content = events.firstIndex { ($0["choices.0.delta.content"]?.string ?? "").isEmpty == false }
        #expect(try #require(reasoning) < #require(content))
    }

    @Test func `progress can be switched off`() async throws {
        let events = try await ask(body([.init("stream", true), .init("council", ["progress": false])])).events
        #expect(!events.contains { $0["choices.0.delta.reasoning_content"] != nil })
    }

    @Test func `usage comes last in a stream that asks for it`() async throws {
        let events = try await ask(
            body([.init("stream", true), .init("stream_options", ["include_usage": true])])
        ).events
        #expect(events.last?["choices"] == [])
        #expect(events.last?["usage.completion_tokens"] == 4)
        #expect(events.first?["usage"] == .null)
    }

    @Test func `system messages, history and limits reach the members`() async throws {
        let member = ScriptedModel.member("a/one", answer: "One.")
        _ = try await ask(
            [
                "model": "council", "max_tokens": 50, "temperature": .number(0.5), "seed": 7,
                "reasoning_effort": "xhigh",
                "messages": [
                    ["role": "system", "content": "Be brief."], ["role": "user", "content": "First?"],
                    ["role": "assistant", "content": "Yes."],
                    ["role": "user", "content": [["type": "text", "text": "Second?"]]],
                ],
            ], .scripted(members: [member]))
        let prompt = try #require(member.prompts.first)
        #expect(prompt.messages.contains { $0.text.contains("Be brief.") })
        #expect(prompt.messages.map(\.text).contains("Yes."))
        #expect(prompt.messages.last?.text.contains("Second?") == true)
        #expect(prompt.maximumTokens == 50)
        #expect(prompt.temperature == 0.5)
        #expect(prompt.reasoning == .high)
    }

    @Test func `images reach the members`() async throws {
        let member = ScriptedModel.member("a/one", answer: "One.")
        let image: JSONValue = ["type": "image_url", "image_url": ["url": "data:image/png;base64,iVBORw0KGgo="]]
        let reply = try await ask(
            [
                "model": "council",
                "messages": [["role": "user", "content": [["type": "text", "text": "What?"], image]]],
            ], .scripted(members: [member]))
        #expect(reply.status == 200)
        #expect(member.prompts.first?.messages.last?.images.first?.mediaType == "image/png")
    }

    @Test(arguments: [true, false]) func `the answer ends before a stop sequence`(streams: Bool) async throws {
        let council = Council.scripted(pieces: ["One. EN", "D", " Two."])
        let reply = try await ask(body([.init("stop", " END"), .init("stream", .bool(streams))]), council)
        let text =
            streams
            ? reply.events.compactMap { $0["choices.0.delta.content"]?.string }.joined()
            : reply.json["choices.0.message.content"]?.string
        #expect(text == "One.")
    }

    @Test func `a JSON answer comes without the words around it`() async throws {
        let council = Council.scripted(pieces: ["Here:\n```json\n{\"a\": ", "1}\n```"])
        let reply = try await ask(body([.init("response_format", ["type": "json_object"])]), council)
        #expect(reply.json["choices.0.message.content"] == "{\"a\": 1}")
    }

    @Test func `a schema is passed on with its properties in the client's order`() throws {
        let schema = #"{"type":"object","properties":{"reasons":{"type":"string"},"answer":{"type":"string"}}}"#
        let format = #"{"type":"json_schema","json_schema":{"name":"a","schema":\#(schema)}}"#
        let chat = try ChatRequest(
            Fields(
                json: #"{"model":"council","messages":[{"role":"user","content":"Why?"}],"response_format":\#(format)}"#
                    .utf8))
        #expect(chat.form.guidance?.contains(schema) == true)
    }

    @Test func `an answer that is no JSON is an error that names the run`() async throws {
        let reply = try await ask(body([.init("response_format", ["type": "json_object"])]))
        #expect(reply.status == 502)
        #expect(reply.json["error.code"] == "response_format_not_met")
        #expect(reply.json["error.run"]?.string != nil)
    }

    @Test(
        arguments: [
            ("tools", [["type": "function"]]), ("n", 2), ("logprobs", true), ("frequency_penalty", 1),
        ] as [(String, JSONValue)])
    func `what a council cannot do is an error that names the parameter`(
        parameter: String, value: JSONValue
    ) async throws {
        let reply = try await ask(body([.init(parameter, value)]))
        #expect(reply.status == 400)
        #expect(reply.json["error.param"]?.string == parameter)
        #expect(reply.json["error.code"] == "unsupported_parameter")
        #expect(reply.json["error.type"] == "invalid_request_error")
    }

    @Test(arguments: ["", [""], [3]] as [JSONValue])
    func `a stop sequence that is none is refused`(stop: JSONValue) async throws {
        let reply = try await ask(body([.init("stop", stop)]))
        #expect(reply.status == 400)
        #expect(reply.json["error.param"] == "stop")
    }

    @Test func `an image elsewhere is not fetched`() async throws {
        let image: JSONValue = ["type": "image_url", "image_url": ["url": "http://127.0.0.1:1/secret.png"]]
        let reply = try await ask(["model": "council", "messages": [["role": "user", "content": [image]]]])
        #expect(reply.status == 400)
        #expect(reply.json["error.code"] == "unsupported_parameter")
    }

    @Test func `a council that is not there is a model that is not found`() async throws {
        let reply = try await ask(["model": "council:nobody", "messages": [["role": "user", "content": "Why?"]]])
        #expect(reply.status == 404)
        #expect(reply.json["error.code"] == "model_not_found")
    }

    @Test func `a council is asked by its name`() async throws {
        let reply = try await ServedCouncil.run([.scripted("one"), .scripted("two", pieces: ["Two."])]) {
            try await $0.send(
                .post, path, ["model": "council:two", "messages": [["role": "user", "content": "Why?"]]])
        }
        #expect(reply.json["choices.0.message.content"] == "Two.")
    }

    @Test func `an answer names the calls that failed`() async throws {
        let broken = ScriptedModel("b/two") { _ in
            .failure(ModelError(.noCredit, "b/two: no credit left", suggestion: "Buy some."))
        }
        let reply = try await ask(body(), .scripted(members: [.member("a/one", answer: "One."), broken]))
        #expect(
            reply.json["council.failures.0"]
                == [
                    "role": "member/1", "model": "b/two", "message": "b/two: no credit left",
                    "suggestion": "Buy some.",
                ])
    }

    @Test func `a cost that nobody knows is left out`() async throws {
        #expect(try await ask(body()).json["council.cost"] == nil)
    }

    @Test func `an error for want of an answer names each model once`() async throws {
        let member = ScriptedModel("a/one") { _ in
            .failure(ModelError(.notFound, "a/one: 404", suggestion: "Look at its name."))
        }
        let reply = try await ask(body(), .scripted(members: [member]))
        #expect(reply.json["error.message"] == "No member answered. a/one: 404 — Look at its name.")
    }

    @Test func `no answer is an error with the providers' words that no client repeats`() async throws {
        let member = ScriptedModel("a/one") { _ in .failure(ModelError(.noCredit, "a/one: no credit left")) }
        let reply = try await ask(body(), .scripted(members: [member]))
        #expect(reply.status == 502)
        #expect(reply.json["error.message"]?.string?.contains("no credit left") == true)
        #expect(reply.headers["x-should-retry"] == "false")
    }

    @Test func `an answer that begins anew says so in the stream`() async throws {
        let broken = ScriptedModel("x/chair") { _ in
            .failure(ModelError(.truncated, "cut"), after: [.text("Half an ")])
        }
        let members = ["a/one", "b/two"].map { Member(ScriptedModel.member($0, answer: $0)) }
        let council = Council(
            name: "council", members: members,
            chairman: Member(broken), settings: Settings(retries: 0, synthesis: .plain))
        let text = try await ask(body([.init("stream", true)]), council).events
            .compactMap { $0["choices.0.delta.content"]?.string }.joined()
        #expect(text == "Half an \n\n[The answer broke off here and begins anew.]\n\nIn conclusion.")
    }

    @Test func `a draft that may lose against the best answer is not shown before that is decided`() async throws {
        var council = Council.scripted(pieces: ["A draft ", "of some words that are too many for one piece."])
        council.settings.synthesis = SynthesisSettings(analysis: false, audit: false, answerType: .text)
        let reply = try await ask(body([.init("stream", true)]), council)
        let run = try #require(reply.events.last?["council.source"]?.string)
        let text = reply.events.compactMap { $0["choices.0.delta.content"]?.string }.joined()
        #expect(text == (run == "chairman" ? "A draft of some words that are too many for one piece." : text))
        #expect(!text.isEmpty)
        #expect(text.hasPrefix("A draft") == (run == "chairman"))
    }

    @Test func `a run that nobody has a place to follow is stopped`() async throws {
        let gate = Gate()
        let limits = ServiceLimits(readers: 0, grace: .zero)
        try await ServedCouncil.run([.scripted(chairmanWaitsAt: gate)], limits: limits) { server in
            let status = try await server.send(.post, path, body()).status
            let run = try await server.service.store.runs(limit: 1).first
            #expect(status == 429)
            #expect(run?.isStopped == true)
        }
    }

    @Test func `a client that leaves does not end the run`() async throws {
        let gate = Gate()
        try await ServedCouncil.run([.scripted(chairmanWaitsAt: gate)]) { server in
            try await server.read(.post, path, body([.init("stream", true)])) { _ in
                try await gate.reached()
                return true
            }
            gate.open()
            let run = try #require(try await server.service.store.runs(limit: 1).first)
            let reply = try await server.send(.get, "/v1/runs/\(run.id)/events")
            #expect(reply.events.contains { $0["type"] == "concluded" })
        }
    }

    @Test func `a client that leaves ends the run if it asked for that`() async throws {
        let gate = Gate()
        try await ServedCouncil.run([.scripted(chairmanWaitsAt: gate)]) { server in
            let wish = JSONValue.Member("council", ["cancel_on_disconnect": true])
            try await server.read(.post, path, body([.init("stream", true), wish])) { _ in
                try await gate.reached()
                return true
            }
            let run = try #require(try await server.service.store.runs(limit: 1).first)
            let reply = try await server.send(.get, "/v1/runs/\(run.id)/events")
            #expect(!reply.events.contains { $0["type"] == "concluded" })
            #expect(["stopped", "idle"].contains(reply.events.last?["reason"]?.string))
        }
    }
}
