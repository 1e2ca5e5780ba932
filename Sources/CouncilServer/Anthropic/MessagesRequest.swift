import CouncilKit

/// A request for a message, read from Anthropic's format.
///
/// Source: Anthropic API reference, "Create a Message", version 2023-06-01.
struct MessagesRequest: Sendable {
    var run: RunRequest
    var model: String
    var streams: Bool
    var stop: [String]
    var wishes: Wishes
    /// Whether the client shows thoughts: then it is told what happens on the way.
    var wantsThinking: Bool

    private static let known: Set<String> = [
        "model", "messages", "system", "max_tokens", "stream", "temperature", "stop_sequences", "thinking", "council",
        "metadata", "service_tier",
    ]
    private static let unsupported: [String: [JSONValue]] = [
        "tools": [[]], "tool_choice": [["type": "none"], ["type": "auto"]], "top_k": [], "top_p": [1],
        "container": [], "mcp_servers": [[]], "output_config": [], "output_format": [],
    ]

    init(_ fields: Fields) throws(ServiceError) {
        try fields.check(known: Self.known, unsupported: Self.unsupported)
        model = try fields.required("model")
        run = RunRequest("", council: try ModelName.council(model))
        guard let limit = try fields.integer("max_tokens", in: 1...1_000_000) else {
            throw fields.error("max_tokens", "is missing")
        }
        guard let messages = try fields.objects("messages"), !messages.isEmpty else {
            throw fields.error("messages", "must be a list of at least one message")
        }
        var conversation = Conversation()
        let system = try Self.content(fields, "system")
        if !system.text.isEmpty { conversation.guidance.append(system.text) }
        for message in messages {
            let content = try Self.content(message, "content")
            switch try message.required("role") {
            case "user":
                conversation.turns.append(.init(isAssistant: false, text: content.text, images: content.images))
            case "assistant": conversation.turns.append(.init(isAssistant: true, text: content.text))
            case let role: throw message.error("role", "cannot be “\(role)”: user or assistant")
            }
        }
        try conversation.fill(&run)
        run.maximumTokens = limit
        run.temperature = try fields.number("temperature", in: 0...1)
        stop = try fields.strings("stop_sequences", most: 16)
        streams = try fields.bool("stream") ?? false
        let thinking = try fields.object("thinking")?.string("type")
        wantsThinking = thinking == "enabled" || thinking == "adaptive"
        wishes = try Wishes(fields.object("council"))
        run.budget = wishes.budget
    }

    private static func content(_ fields: Fields, _ name: String) throws(ServiceError) -> ContentParts {
        try ContentParts(fields, name, textTypes: ["text"], ignored: ["thinking", "redacted_thinking"]) {
            part throws(ServiceError) in
            guard try part.string("type") == "image", let source = try part.object("source") else { return nil }
            guard try source.required("type") == "base64" else {
                throw ServiceError(
                    .unsupported, "Images must be sent in base64; the council fetches none.",
                    field: source.path(of: "type"))
            }
            return try Conversation.image(
                base64: try source.required("data"), type: try source.required("media_type"),
                path: source.path(of: "data"))
        }
    }
}
