import CouncilKit
import CouncilProviders
import CouncilTestKit
import Testing

/// One test for each thing that a server can do wrong.
@Suite(.timeLimit(.minutes(5))) struct FaultTests {
    @Test func `a good stream is a reply`() async throws {
        let reply = try await outcome(of: .reply(["Hel", "lo"], reasoning: ["Hm", "m"])).get()
        #expect(
            reply
                == Reply(
                    text: "Hello", reasoning: "Hmm", usage: Usage(input: 7, output: 4), reportedModel: "gpt-x"))
    }

    @Test func `a stream cut off mid-way is an error, not an answer`() async throws {
        let error = try await outcome(of: .reply(["Hel", "lo"]).cutOff(afterPieces: 2)).error
        #expect(error?.code == .truncated)
    }

    @Test func `a stream cut off in the middle of an event is an error, not an answer`() async throws {
        let error = try await outcome(of: .reply(["Hel", "lo"]).cutOff(afterBytes: 250)).error
        #expect(error?.code == .truncated)
    }

    @Test func `a stream that ends without a finish reason is an error, not an answer`() async throws {
        let error = try await outcome(of: .reply(["Hel", "lo"]).ending(afterPieces: 2)).error
        #expect(
            error?.message
                == "openai/gpt-x: the reply broke off after 5 characters: the stream ended without a finish reason")
        #expect(error?.code == .truncated)
    }

    @Test func `a stream with a finish reason needs no DONE`() async throws {
        #expect(try await outcome(of: .reply(["Hel", "lo"]).ending(afterPieces: 3)).get().text == "Hello")
    }

    @Test(arguments: [3, 4]) func `a stream cut off behind its finish reason is a reply`(_ pieces: Int) async throws {
        // What is on its way when a connection breaks may be lost: the text has to be there first.
        let gate = Gate()
        let step = FaultServer.Step.reply(["Hel", "lo"]).pausing(at: gate, after: 2).cutOff(afterPieces: pieces)
        let reply = try await FaultServer.run([step]) { server in
            try await server.model(speaking: .openAI).reply(to: Prompt(messages: [Prompt.Message(.user, "Hi.")])) {
                if $0 == .text("lo") || $0 == .text("Hello") { gate.open() }
            }
        }
        #expect(reply.text == "Hello")
        #expect(reply.usage == (pieces == 4 ? Usage(input: 7, output: 2) : nil))
    }

    @Test func `a stream cut off inside the event behind its finish reason is a reply`() async throws {
        let stream =
            "data: {\"choices\":[{\"delta\":{\"content\":\"Hello\"},\"finish_reason\":\"stop\"}]}\n\ndata: {\"us"
        #expect(try await outcome(of: .text(stream).cutOff(afterPieces: 1)).get().text == "Hello")
    }

    @Test func `a JSON body with a finish reason, cut off, is an error`() async throws {
        let body = "{\"choices\":[{\"message\":{\"content\":\"Hello\"},\"finish_reason\":\"stop\"}],\"usage\":"
        let error = try await outcome(of: .text(body, contentType: "application/json").cutOff(afterPieces: 1)).error
        #expect(error?.code == .truncated)
    }

    @Test func `a JSON body cut off mid-way is an error, not an answer`() async throws {
        let error = try await outcome(of: .unstreamed("Hello").cutOff(afterBytes: 100)).error
        #expect(error?.code == .truncated)
    }

    @Test func `a JSON body shorter than its stated length is an error, not an answer`() async throws {
        let step = FaultServer.Step.unstreamed("Hello").withHeaders(["content-length": "5000"]).cutOff(afterPieces: 1)
        #expect(try await outcome(of: step).error?.code == .truncated)
    }

    @Test func `half a JSON body that ends properly is an error, not an answer`() async throws {
        let error = try await outcome(of: .text("{\"choices\":[", contentType: "application/json")).error
        #expect(error?.code == .truncated)
    }

    @Test func `what stands before an error in the same part is passed on`() async throws {
        let step = FaultServer.Step.reply(["Half", " an answer"]).failing(afterPieces: 2, "boom").inOneWrite()
        let pieces = Pieces()
        try await FaultServer.run([step]) { server in
            let error = await server.model().answer { pieces.append($0) }.error
            #expect(error?.code == .server)
        }
        #expect(pieces.text == "Half an answer")
    }

    @Test func `a refusal whose words stall is told by its status`() async throws {
        let step = FaultServer.Step.rateLimited(retryAfter: 7).changed { response in
            response.headers["content-length"] = "5000"
            response.parts.append(.pause(.forever))
        }
        let error = try await outcome(of: step).error
        #expect(error?.code == .rateLimited)
        #expect(error?.retryAfter == 7)
    }

    @Test func `an empty body is an error, not an answer`() async throws {
        #expect(try await outcome(of: .text("")).error?.code == .truncated)
    }

    @Test func `a server that ignores the wish for a stream is understood`() async throws {
        let reply = try await outcome(of: .unstreamed("Hello")).get()
        #expect(reply == Reply(text: "Hello", usage: Usage(input: 7, output: 1), reportedModel: "gpt-x"))
    }

    @Test func `a server that is not asked to stream is understood`() async throws {
        try await FaultServer.run([.reply(["Hel", "lo"], reasoning: ["Hmm"])]) { server in
            let reply = try await server.model(streams: false).answer().get()
            #expect(reply.text == "Hello")
            #expect(reply.reasoning == "Hmm")
            #expect(server.requests.first?.streams == false)
        }
    }

    @Test func `garbage instead of a stream is shown without control characters`() async throws {
        let error = try #require(try await outcome(of: .text("\u{1B}[31m<<>>!garbage\n\nmore\n")).error)
        #expect(error.code == .malformed)
        #expect(
            error.message == "openai/gpt-x: the reply is not an event stream (\"[31m<<>>!garbage more\")")
    }

    @Test func `random bytes are an error, not a crash`() async throws {
        let bytes = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ ($0 >> 3)) }
        #expect(try await outcome(of: .bytes(bytes)).error?.code == .malformed)
    }

    @Test func `events that are not JSON are an error`() async throws {
        #expect(try await outcome(of: .garbageJSON).error?.code == .malformed)
    }

    @Test func `JSON that is no reply is an error`() async throws {
        let error = try await outcome(of: .text("{\"hello\":1}", contentType: "application/json")).error
        #expect(error?.code == .malformed)
    }

    @Test func `an HTML page with status 200 is an error`() async throws {
        let error = try #require(try await outcome(of: .htmlPage(200, title: "Please log in")).error)
        #expect(error.code == .malformed)
        #expect(error.message.contains("Please log in"))
    }

    @Test func `an HTML error page is reduced to its title`() async throws {
        let error = try #require(try await outcome(of: .htmlPage(502, title: "Proxy down")).error)
        #expect(error.message == "openai/gpt-x: 502 Bad Gateway (\"Proxy down\")")
    }

    @Test func `a page that says no more than the status is not quoted`() async throws {
        let error = try #require(try await outcome(of: .htmlPage(502, title: "502 Bad Gateway")).error)
        #expect(error.message == "openai/gpt-x: 502 Bad Gateway")
    }

    @Test func `an error inside a stream is thrown`() async throws {
        let step = FaultServer.Step.reply(["Hel", "lo"]).failing(
            afterPieces: 1, "The server had an error", code: "server_error")
        let error = try #require(try await outcome(of: step).error)
        #expect(error.message == "openai/gpt-x: error server_error inside the reply (\"The server had an error\")")
        #expect(error.code == .server)
    }

    @Test func `an error event inside a stream is thrown`() async throws {
        let step = FaultServer.Step.text("event: error\ndata: {\"message\":\"overloaded\",\"code\":503}\n\n")
        let error = try #require(try await outcome(of: step).error)
        #expect(error.message.contains("overloaded"))
        #expect(error.status == 503)
    }

    @Test func `an error object with status 200 is thrown`() async throws {
        let step = FaultServer.Step.text(
            "{\"error\":{\"message\":\"slow down\",\"code\":429}}", contentType: "application/json")
        #expect(try await outcome(of: step).error?.code == .rateLimited)
    }

    @Test func `characters split over chunks stay whole`() async throws {
        let step = FaultServer.Step.reply(["你好，", "世界", "🌍👩‍👩‍👧"]).split(everyBytes: 1)
        #expect(try await outcome(of: step).get().text == "你好，世界🌍👩‍👩‍👧")
    }

    @Test func `the emitted text is the reply's text`() async throws {
        try await FaultServer.run([.reply(["你", "好", "🌍"]).split(everyBytes: 2)]) { server in
            let pieces = Pieces()
            let reply = try await server.model().answer { pieces.append($0) }.get()
            #expect(pieces.text == reply.text)
        }
    }

    @Test func `comments and CRLF mean nothing`() async throws {
        let step = FaultServer.Step.reply(["Hel", "lo"]).withComments("PROCESSING").withCarriageReturns()
        #expect(try await outcome(of: step).get().text == "Hello")
    }

    @Test func `a piece is emitted before the next one comes`() async throws {
        let gate = Gate()
        try await FaultServer.run([.reply(["one ", "two"]).pausing(at: gate, after: 1)]) { server in
            let pieces = Pieces()
            let reply = try await server.model().answer { piece in
                pieces.append(piece)
                gate.open()
            }.get()
            #expect(pieces.values == [.text("one "), .text("two")])
            #expect(reply.text == "one two")
        }
    }

    @Test func `a slow head and a slow first byte are waited for`() async throws {
        let head = Gate()
        let byte = Gate()
        try await FaultServer.run([.reply("yes").delayed(.gate(head)).slowFirstByte(.gate(byte))]) { server in
            async let answer = server.model().answer()
            try await head.reached()
            head.open()
            try await byte.reached()
            byte.open()
            #expect(await answer.reply?.text == "yes")
        }
    }

    @Test func `a server that keeps the connection open after DONE is not waited for`() async throws {
        let step = FaultServer.Step.reply("yes").hanging(afterPieces: 4)
        #expect(try await outcome(of: step).get().text == "yes")
    }

    @Test func `a connection serves several requests`() async throws {
        try await FaultServer.run(.always(.reply("yes"))) { server in
            let model = server.model()
            for _ in 0..<20 { #expect(await model.answer().reply?.text == "yes") }
        }
    }
}
