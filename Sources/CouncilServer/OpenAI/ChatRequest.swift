import CouncilKit

/// A request for a chat completion, read from OpenAI's format.
///
/// Source: OpenAI API reference, "Create chat completion", as of 2025.
struct ChatRequest: Sendable {
    var run: RunRequest
    /// The name that was asked for, given back in the response.
    var model: String
    var streams: Bool
    var includesUsage: Bool
    var stop: [String]
    var form: AnswerForm
    var wishes: Wishes

    private static let known: Set<String> = [
        "model", "messages", "stream", "stream_options", "max_tokens", "max_completion_tokens", "temperature", "stop",
        "seed", "response_format", "council", "reasoning_effort",
        // Taken note of by others, without meaning here.
        "user", "metadata", "store", "service_tier", "safety_identifier", "prompt_cache_key",
        "verbosity", "prompt_cache_retention",
    ]

    private static let unsupported: [String: [JSONValue]] = [
        "n": [1], "tools": [[]], "tool_choice": ["none", "auto"], "parallel_tool_calls": [true, false],
        "functions": [[]], "function_call": ["none", "auto"], "logprobs": [false], "top_logprobs": [0],
        "logit_bias": [[:]], "top_p": [1], "presence_penalty": [0], "frequency_penalty": [0],
        "modalities": [["text"]], "audio": [], "prediction": [], "web_search_options": [],
    ]

    init(_ fields: Fields) throws(ServiceError) {
        try fields.check(known: Self.known, unsupported: Self.unsupported)
        model = try fields.required("model")
        run = RunRequest("", council: try ModelName.council(model))
        guard let messages = try fields.objects("messages"), !messages.isEmpty else {
            throw fields.error("messages", "must be a list of at least one message")
        }
        var conversation = Conversation()
        for message in messages { try Self.read(message, into: &conversation) }
        form = try Self.form(fields.object("response_format"))
        if let wish = form.guidance { conversation.guidance.append(wish) }
        try conversation.fill(&run)
        let limit = try fields.integer("max_completion_tokens", in: 1...1_000_000)
        let olderLimit = try fields.integer("max_tokens", in: 1...1_000_000)
        run.maximumTokens = limit ?? olderLimit
        run.temperature = try fields.number("temperature", in: 0...2)
        run.reasoning = ReasoningEffort(openAI: try fields.string("reasoning_effort"))
        run.seed = try fields.integer("seed").map(RunRequest.seed)
        stop = try fields.strings("stop", most: 4)
        streams = try fields.bool("stream") ?? false
        includesUsage = try fields.object("stream_options")?.bool("include_usage") ?? false
        wishes = try Wishes(fields.object("council"))
        run.budget = wishes.budget
    }

    private static func read(_ message: Fields, into conversation: inout Conversation) throws(ServiceError) {
        let role = try message.required("role")
        let content = try ContentParts(message, "content", textTypes: ["text", "refusal"]) {
            part throws(ServiceError) in
            guard try part.string("type") == "image_url", let image = try part.object("image_url") else { return nil }
            return try Conversation.image(url: try image.required("url"), path: image.path(of: "url"))
        }
        switch role {
        case "system", "developer": conversation.guidance.append(content.text)
        case "user": conversation.turns.append(.init(isAssistant: false, text: content.text, images: content.images))
        case "assistant":
            guard message["tool_calls"] == nil, message["function_call"] == nil else {
                throw ServiceError(
                    .unsupported, "A council calls no tools, so it reads no tool calls.",
                    field: message.path(of: "tool_calls"))
            }
            conversation.turns.append(.init(isAssistant: true, text: content.text))
        default:
            throw ServiceError(
                .unsupported, "Messages of the role “\(role)” are not supported.", field: message.path(of: "role"))
        }
    }

    private static func form(_ format: Fields?) throws(ServiceError) -> AnswerForm {
        guard let format else { return .text }
        switch try format.required("type") {
        case "text": return .text
        case "json_object": return .json(schema: nil)
        case "json_schema":
            guard let schema = try format.object("json_schema") else {
                throw format.error("json_schema", "is missing")
            }
            return .json(schema: schema["schema"])
        case let type: throw format.error("type", "cannot be “\(type)”: text, json_object or json_schema")
        }
    }
}

/// Which council a model's name means: `council` the default one, `council:NAME` another.
enum ModelName {
    static let base = "council"

    static func council(_ model: String) throws(ServiceError) -> String? {
        if model == base { return nil }
        guard model.hasPrefix("\(base):") else {
            throw ServiceError(
                .unknownCouncil, "There is no model “\(model)”: ask for “council” or “council:NAME”.", field: "model")
        }
        return String(model.dropFirst(base.count + 1))
    }
}

/// What a client of a chat protocol may wish beyond that protocol, in the field `council`.
struct Wishes: Sendable, Hashable {
    /// Whether the stream tells what happens before the answer begins; `nil` leaves it to the server.
    var progress: Bool?
    /// Whether the run is stopped when the client leaves.
    var cancelsOnDisconnect = false
    /// The most that the run may cost, in US dollars.
    var budget: Double?

    init() {}

    init(_ fields: Fields?) throws(ServiceError) {
        guard let fields else { return }
        try fields.check(known: ["progress", "cancel_on_disconnect", "budget"])
        progress = try fields.bool("progress")
        cancelsOnDisconnect = try fields.bool("cancel_on_disconnect") ?? false
        budget = try fields.number("budget", in: 0...1_000_000)
    }
}

extension RunRequest {
    /// A seed as chat protocols give it: any whole number, of which 53 bits count.
    static func seed(_ number: Int) -> UInt64 { UInt64(bitPattern: Int64(number)) & ((1 << 53) - 1) }
}
