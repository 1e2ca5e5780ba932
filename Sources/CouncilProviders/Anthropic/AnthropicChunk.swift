import CouncilKit

/// What is used of one event of a stream, or of a reply in one part, in Anthropic's protocol.
struct AnthropicChunk: ReplyChunk {
    private(set) var mayHoldError = false
    private(set) var isReply = false
    private var isLast = false
    private var model: String?
    private var stopReason: String?
    private var explanation: String?
    private var usage: AnthropicUsage?
    private var blocks: [AnthropicBlock] = []

    init(_ json: JSONValue) {
        mayHoldError = json.object == nil || json.reports("error")
        isLast = json["type"]?.string == "message_stop"
        // `message_start` holds a message without content, `message_delta` ends it; a reply in one part is a message.
        let message = json["message"]?.object ?? json
        model = message["model"]?.string
        usage = message["usage"].map(AnthropicUsage.init)
        let end = json["delta"]?.object ?? message
        stopReason = end["stop_reason"]?.string
        if stopReason == "model_context_window_exceeded" {
            explanation = "prompt and reply fill what the model can read"
        } else if stopReason != nil {
            explanation = end["stop_details"]?["explanation"]?.string
        }
        if let content = message["content"]?.array {
            isReply = true
            blocks = content.map(AnthropicBlock.init)
        }
        blocks += [json["content_block"], json["delta"]].compactMap { $0.map(AnthropicBlock.init) }
    }

    static var textKey: String { "text" }
    var text: String? {
        get { blocks.count == 1 ? blocks[0].text : nil }
        set { if !blocks.isEmpty { blocks[0].text = newValue ?? "" } }
    }

    func add(to draft: inout ReplyDraft) throws(ReplyFailure) {
        draft.note(model: model)
        if let usage = usage?.value(after: draft.reply.usage) { draft.note(usage) }
        for block in blocks {
            draft.add(reasoning: block.reasoning)
            draft.add(text: block.text)
        }
        if let stopReason { draft.stop(Reply.StopReason(anthropic: stopReason)) }
        draft.note(explanation: explanation)
        if isLast { draft.isDone = true }
    }
}

/// A block of content or a part of one. Only text, thoughts and the input of a tool matter: the one tool there can be is
/// the form of the reply.
struct AnthropicBlock {
    var text = ""
    var reasoning = ""

    init(_ json: JSONValue) {
        text = json["text"]?.string ?? json["partial_json"]?.string ?? ""
        reasoning = json["thinking"]?.string ?? ""
        // A block that begins holds an empty input.
        if let input = json["input"], input != .object([]) { text += input.beginningWithCode.text }
    }
}

/// A `usage` object of Anthropic's protocol.
struct AnthropicUsage {
    private var input: Int?
    private var output: Int?
    private var cacheReads: Int?
    private var cacheWrites: Int?
    private var thinking: Int?

    init(_ json: JSONValue) {
        input = json["input_tokens"]?.count
        output = json["output_tokens"]?.count
        cacheReads = json["cache_read_input_tokens"]?.count
        cacheWrites = json["cache_creation_input_tokens"]?.count
        thinking = json["output_tokens_details"]?["thinking_tokens"]?.count
    }

    /// The counts. The end of a stream may state only what has changed since its beginning.
    func value(after earlier: Usage?) -> Usage? {
        guard input != nil || output != nil else { return earlier }
        let cached = cacheReads ?? earlier?.cachedInput ?? 0
        let written = cacheWrites ?? earlier?.cacheWrites
        // Anthropic counts what is read from and written to the cache beside the rest of the prompt.
        let uncached = earlier.map { $0.input - $0.cachedInput - ($0.cacheWrites ?? 0) }
        return Usage(
            input: (input ?? uncached ?? 0) + cached + (written ?? 0), output: output ?? earlier?.output ?? 0,
            cachedInput: cached, reasoning: thinking ?? earlier?.reasoning ?? 0,
            cacheWrites: written == 0 ? nil : written)
    }
}

extension Reply.StopReason {
    /// - Parameter stopReason: Anthropic's word for it. Unknown words are kept as they are.
    init(anthropic stopReason: String) {
        switch stopReason {
        case "end_turn", "stop_sequence", "tool_use", "pause_turn": self = .finished
        case "max_tokens", "model_context_window_exceeded": self = .length
        case "refusal": self = .refused
        default: self.init(rawValue: stopReason)
        }
    }
}

extension JSONValue {
    /// The same object with its keys in order, but with its code in front if it has one: a form is known by the key that
    /// it begins with, and the input of a tool need not keep to the order of the schema.
    fileprivate var beginningWithCode: JSONValue {
        guard case .object(let members) = self else { return self }
        let sorted = members.sorted { $0.key < $1.key }
        return .object(sorted.filter { $0.key == "code" } + sorted.filter { $0.key != "code" })
    }
}
