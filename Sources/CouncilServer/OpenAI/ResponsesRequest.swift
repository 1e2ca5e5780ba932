import CouncilKit

/// A request for a response, read from OpenAI's format, in its basic form: text and images in, text out.
///
/// Source: OpenAI API reference, "Create a model response", as of 2025.
struct ResponsesRequest: Sendable {
    var run: RunRequest
    var model: String
    var instructions: String?
    var streams: Bool
    var form: AnswerForm
    var wishes: Wishes
    /// The run whose conversation goes on.
    var previous: Run.ID?

    private static let known: Set<String> = [
        "model", "input", "instructions", "max_output_tokens", "temperature", "stream", "stream_options", "text",
        "previous_response_id", "council", "reasoning", "user", "metadata", "store", "service_tier",
        "safety_identifier",
        "prompt_cache_key", "truncation", "include", "prompt_cache_retention",
    ]
    private static let unsupported: [String: [JSONValue]] = [
        "tools": [[]], "tool_choice": ["none", "auto"], "parallel_tool_calls": [true, false], "top_p": [1],
        "background": [false], "top_logprobs": [0], "prompt": [], "conversation": [], "max_tool_calls": [],
    ]
    static let idPrefix = "resp_"

    init(_ fields: Fields) throws(ServiceError) {
        try fields.check(known: Self.known, unsupported: Self.unsupported)
        model = try fields.required("model")
        run = RunRequest("", council: try ModelName.council(model))
        var conversation = Conversation()
        instructions = try fields.string("instructions")
        if let instructions { conversation.guidance.append(instructions) }
        switch fields["input"] {
        case .string(let text): conversation.turns.append(.init(isAssistant: false, text: text))
        case .array: for item in try fields.objects("input") ?? [] { try Self.read(item, into: &conversation) }
        default: throw fields.error("input", "must be a string or a list of messages")
        }
        form = try Self.form(try fields.object("text")?.object("format"))
        if let wish = form.guidance { conversation.guidance.append(wish) }
        try conversation.fill(&run)
        run.maximumTokens = try fields.integer("max_output_tokens", in: 1...1_000_000)
        run.temperature = try fields.number("temperature", in: 0...2)
        run.reasoning = ReasoningEffort(openAI: try fields.object("reasoning")?.string("effort"))
        streams = try fields.bool("stream") ?? false
        if let id = try fields.string("previous_response_id") {
            guard id.hasPrefix(Self.idPrefix) else {
                throw ServiceError(.unknownRun, "There is no response “\(id)”.", field: "previous_response_id")
            }
            previous = Run.ID(rawValue: String(id.dropFirst(Self.idPrefix.count)))
        }
        wishes = try Wishes(fields.object("council"))
        run.budget = wishes.budget
    }

    private static func read(_ item: Fields, into conversation: inout Conversation) throws(ServiceError) {
        let type = try item.string("type") ?? "message"
        guard type == "message" else {
            if type == "reasoning" { return }
            throw ServiceError(
                .unsupported, "Input of the type “\(type)” is not supported.", field: item.path(of: "type"))
        }
        let content = try ContentParts(item, "content", textTypes: ["input_text", "output_text", "text", "refusal"]) {
            part throws(ServiceError) in
            guard try part.string("type") == "input_image" else { return nil }
            return try Conversation.image(url: try part.required("image_url"), path: part.path(of: "image_url"))
        }
        switch try item.required("role") {
        case "system", "developer": conversation.guidance.append(content.text)
        case "assistant": conversation.turns.append(.init(isAssistant: true, text: content.text))
        case "user": conversation.turns.append(.init(isAssistant: false, text: content.text, images: content.images))
        case let role: throw item.error("role", "cannot be “\(role)”")
        }
    }

    private static func form(_ format: Fields?) throws(ServiceError) -> AnswerForm {
        guard let format else { return .text }
        switch try format.required("type") {
        case "text": return .text
        case "json_object": return .json(schema: nil)
        case "json_schema": return .json(schema: format["schema"])
        case let type: throw format.error("type", "cannot be “\(type)”: text, json_object or json_schema")
        }
    }
}
