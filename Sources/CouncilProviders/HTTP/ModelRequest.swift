import CouncilKit

/// One request to a model, before it is put into the words of a protocol.
struct ModelRequest {
    /// The model's name at the endpoint.
    let model: String
    let prompt: Prompt
    /// The parts that are sent.
    let parts: RequestParts
    private let imageTypes: Set<String>?

    /// - Parameters:
    ///   - dialect: The protocol, which knows some parts and not others.
    ///   - refused: Parts to leave out.
    init<Speech: Dialect>(
        model: String, prompt: Prompt, endpoint: HTTPEndpoint, in dialect: Speech.Type, without refused: RequestParts
    ) {
        self.model = model
        self.prompt = prompt
        imageTypes = dialect.imageTypes
        var parts: RequestParts = [.maximumTokens, .longReply, .thoughts, .cacheMarks]
        if endpoint.streams { parts.formUnion([.stream, .streamOptions]) }
        if prompt.form != nil, endpoint.structuredOutput == .automatic {
            parts.formUnion([.schema, .toolCall, .bounds])
        }
        if prompt.temperature != nil { parts.insert(.temperature) }
        if prompt.seed != nil { parts.insert(.seed) }
        if prompt.topTokens != nil { parts.insert(.probabilities) }
        if prompt.reasoning != nil { parts.formUnion([.effort, .thinkingBudget]) }
        if prompt.hasImages, endpoint.images != false { parts.insert(.images) }
        parts = parts.intersection(dialect.parts).subtracting(refused)
        // The means of structured output, best first: one at a time.
        if parts.contains(.schema) { parts.remove(.toolCall) }
        if parts.contains(.effort) { parts.remove(.thinkingBudget) }
        if !parts.contains(.schema) { parts.remove(.bounds) }
        if prompt.maximumTokens != nil { parts.remove(.longReply) }
        if !parts.contains(.stream) { parts.remove(.streamOptions) }
        self.parts = parts
    }

    /// The form to send along by some means; `nil` if none is left.
    func form(by means: RequestParts) -> Prompt.Form? {
        guard parts.contains(means), var form = prompt.form else { return nil }
        if means == .schema, !parts.contains(.bounds) { form.schema = form.schema.unbounded }
        return form
    }

    /// The images of a message that are sent.
    func images(of message: Prompt.Message) -> [Attachment.Image] { message.images.filter(isSent) }

    private func isSent(_ image: Attachment.Image) -> Bool {
        parts.contains(.images) && imageTypes?.contains(image.mediaType) != false
    }

    /// The text of a message, with words in the place of images that are not sent. They stand at its end, so that the
    /// beginning is the same with and without.
    func text(of message: Prompt.Message) -> String {
        ([message.text] + message.images.filter { !isSent($0) }.map(\.words)).joined(separator: "\n\n")
    }

    /// The names of the images that words took the place of; `nil` for none.
    var omissions: [String]? {
        var names: [String] = []
        for image in prompt.messages.flatMap(\.images) where !isSent(image) && !names.contains(image.name) {
            names.append(image.name)
        }
        return names.isEmpty ? nil : names
    }
}

extension JSONValue {
    /// Words of JSON Schema that bound values; some providers refuse a schema for them.
    static let bounds: Set<String> = [
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength",
        "minItems",
        "maxItems", "uniqueItems",
    ]

    /// The schema without bounds of values, but of the same structure.
    var unbounded: JSONValue {
        switch self {
        case .object(let members):
            .object(
                members.filter { !Self.bounds.contains($0.key) }.map { member in
                    // The keys of these are names, not words of the schema.
                    guard ["properties", "$defs"].contains(member.key), case .object(let named) = member.value else {
                        return Member(member.key, member.value.unbounded)
                    }
                    return Member(member.key, .object(named.map { Member($0.key, $0.value.unbounded) }))
                })
        case .array(let elements): .array(elements.map(\.unbounded))
        default: self
        }
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
