import CouncilKit
import CouncilProviders
import CouncilTestKit
import FoundationEssentials
import Testing

/// Images in a question, and models that cannot look at them.
@Suite(.timeLimit(.minutes(5))) struct ImageTests {
    private static let all = ProviderProtocol.allCases
    private static let image = Attachment.Image(
        name: "sky.png", mediaType: "image/png", data: Data([0x89, 0x50, 0x4E]))
    private static let prompt = Prompt(messages: [Prompt.Message(.user, "What is this?", images: [image])])

    @Test(
        arguments: zip(
            all,
            [
                #"{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBO"}},{"type":"text""#,
                #"{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBO"}},{"type":"text""#,
                #"{"inlineData":{"mimeType":"image/png","data":"iVBO"}},{"text""#,
            ]))
    func `an image is sent in the protocol's form, before the text`(
        _ dialect: ProviderProtocol, _ form: String
    ) async throws {
        try await FaultServer.run([.reply("A sky.")]) { server in
            let reply = try await server.model(speaking: dialect).answer(to: Self.prompt).get()
            #expect(server.requests[0].body.contains(form))
            #expect(reply.omissions == nil)
        }
    }

    @Test(
        arguments: all,
        [
            (400, "This model does not support image input."), (404, "No endpoints found that support vision"),
            (422, "multimodal data is not accepted"),
            (400, "'messages.0.content' : value must be a string"),
            (
                400,
                "Invalid content type. image_url is only supported by certain models. For more information, see docs."
            ),
            (500, "image input is not supported - hint: you may need to provide the mmproj"),
        ])
    func `a model that refuses images reads in words what was left out, at once and from then on`(
        _ dialect: ProviderProtocol, _ refusal: (status: Int, words: String)
    ) async throws {
        let script = FaultServer.Script { request in
            request.body.contains("iVBO") ? .error(refusal.status, refusal.words) : .reply("I cannot see it.")
        }
        try await FaultServer.run(script) { server in
            let model = server.model(speaking: dialect)
            let reply = try await model.answer(to: Self.prompt).get()
            #expect(reply.omissions == ["sky.png"])
            #expect(server.requests[1].messages[0].text == "What is this?\n\n\(Self.image.words)")
            _ = await model.answer(to: Self.prompt)
            #expect(server.requests.count == 3)
        }
    }

    @Test func `an image of a type that Gemini does not take is left out, the others are sent`() async throws {
        let movie = Attachment.Image(name: "sky.gif", mediaType: "image/gif", data: Data([0x47, 0x49, 0x46]))
        let prompt = Prompt(messages: [Prompt.Message(.user, "What is this?", images: [Self.image, movie])])
        try await FaultServer.run([.reply("A sky.")]) { server in
            let reply = try await server.model(speaking: .gemini).answer(to: prompt).get()
            #expect(reply.omissions == ["sky.gif"])
            #expect(server.requests[0].body.contains("iVBO") && !server.requests[0].body.contains("R0lG"))
            #expect(server.requests[0].messages[0].text.hasSuffix("What is this?\n\n\(movie.words)"))
        }
    }

    @Test(arguments: [
        FaultServer.Step.error(400, "image exceeds 5 MB maximum"), .error(413, "Request Entity Too Large"),
        .error(400, "You uploaded an unsupported image. Please make sure your image is valid."),
        .error(400, "messages.0.content.0.image.source.base64.media_type: Input should be 'image/jpeg' or 'image/png'"),
        .error(400, "Provided image is not valid."),
        .error(400, "Could not read it", code: "invalid_image_format"),
    ])
    func `an image that is no good says nothing about the next one`(_ refusal: FaultServer.Step) async throws {
        let script = FaultServer.Script { request in request.number == 0 ? refusal : .reply("A sky.") }
        try await FaultServer.run(script) { server in
            let model = server.model(speaking: .anthropic)
            #expect(await model.answer(to: Self.prompt).reply?.omissions == ["sky.png"])
            let next = try await model.answer(to: Self.prompt).get()
            #expect(next.omissions == nil)
        }
    }

    @Test func `images are never sent where that is set`() async throws {
        try await FaultServer.run([.reply("yes")]) { server in
            let reply = try await server.model(speaking: .openAI, images: false).answer(to: Self.prompt).get()
            #expect(reply.omissions == ["sky.png"])
            #expect(!server.requests[0].body.contains("iVBO"))
        }
    }

    @Test func `where images must be sent their refusal is the answer`() async throws {
        try await FaultServer.run([.error(400, "no image input")]) { server in
            let error = await server.model(speaking: .openAI, images: true).answer(to: Self.prompt).error
            #expect(error?.code == .badRequest)
        }
    }
}
