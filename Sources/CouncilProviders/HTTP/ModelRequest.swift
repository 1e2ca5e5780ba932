import CouncilKit

/// One request to a model, before it is put into the words of a protocol.
struct ModelRequest {
    /// The model's name at the endpoint.
    let model: String
    let prompt: Prompt
    /// The parts that are sent.
    let parts: RequestParts

    /// - Parameters:
    ///   - known: The parts that the protocol knows.
    ///   - refused: Parts to leave out.
    init(
        model: String, prompt: Prompt, endpoint: HTTPEndpoint, knowing known: RequestParts,
        without refused: RequestParts
    ) {
        self.model = model
        self.prompt = prompt
        var parts: RequestParts = [.maximumTokens, .thoughts, .cacheMarks]
        if endpoint.streams { parts.formUnion([.stream, .streamOptions]) }
        if prompt.form != nil, endpoint.structuredOutput == .automatic { parts.formUnion([.schema, .toolCall]) }
        if prompt.temperature != nil { parts.insert(.temperature) }
        if prompt.seed != nil { parts.insert(.seed) }
        if prompt.topTokens != nil { parts.insert(.probabilities) }
        if prompt.reasoning != nil { parts.formUnion([.effort, .thinkingBudget]) }
        if prompt.hasImages, endpoint.images != false { parts.insert(.images) }
        parts = parts.intersection(known).subtracting(refused)
        // The means of structured output, best first: one at a time.
        if parts.contains(.schema) { parts.remove(.toolCall) }
        if parts.contains(.effort) { parts.remove(.thinkingBudget) }
        if !parts.contains(.stream) { parts.remove(.streamOptions) }
        self.parts = parts
    }

    /// The form to send along by some means; `nil` if none is left.
    func form(by means: RequestParts) -> Prompt.Form? { parts.contains(means) ? prompt.form : nil }

    /// The images of a message that are sent.
    func images(of message: Prompt.Message) -> [Attachment.Image] { parts.contains(.images) ? message.images : [] }

    /// The text of a message, with words in the place of images that are not sent. They stand at its end, so that the
    /// beginning is the same with and without.
    func text(of message: Prompt.Message) -> String {
        parts.contains(.images)
            ? message.text : ([message.text] + message.images.map(\.words)).joined(separator: "\n\n")
    }

    /// The names of the images that words took the place of; `nil` for none.
    var omissions: [String]? {
        guard !parts.contains(.images) else { return nil }
        var names: [String] = []
        for image in prompt.messages.flatMap(\.images) where !names.contains(image.name) { names.append(image.name) }
        return names.isEmpty ? nil : names
    }
}

extension Prompt {
    fileprivate var hasImages: Bool { messages.contains { !$0.images.isEmpty } }

    /// How many tokens a call may take: four bytes of prompt are about one, an image is about 1,500, and a reply
    /// without a limit is guessed.
    var estimatedTokens: Int {
        let bytes = messages.reduce(0) { $0 + $1.text.utf8.count }
        let images = messages.reduce(0) { $0 + $1.images.count }
        return bytes / 4 + images * 1500 + (maximumTokens ?? 1024)
    }
}
