import CouncilKit

/// What is used of one event of a stream, or of a reply in one part, in Anthropic's protocol.
struct AnthropicChunk: ReplyChunk {
    private enum Key: String, CodingKey {
        case type, message, delta, usage, error, content, model
        case contentBlock = "content_block"
        case stopReason = "stop_reason"
        case stopDetails = "stop_details"
        case explanation
    }

    private(set) var mayHoldError = false
    private(set) var isReply = false
    private var isLast = false
    private var model: String?
    private var stopReason: String?
    private var explanation: String?
    private var usage: AnthropicUsage?
    private var blocks: [AnthropicBlock] = []

    init(from decoder: any Decoder) throws {
        guard let fields = try? decoder.container(keyedBy: Key.self) else {
            mayHoldError = true
            return
        }
        mayHoldError = fields.reports(.error)
        isLast = try fields.text(.type) == "message_stop"
        // `message_start` holds a message without content, `message_delta` ends it; a reply in one part is a message.
        let message = fields.object(.message, Key.self) ?? fields
        model = try message.text(.model)
        if message.has(.usage) { usage = try message.decode(AnthropicUsage.self, forKey: .usage) }
        let end = fields.object(.delta, Key.self) ?? message
        stopReason = try end.text(.stopReason)
        if stopReason == "model_context_window_exceeded" {
            explanation = "prompt and reply fill what the model can read"
        } else if stopReason != nil {
            explanation = try end.object(.stopDetails, Key.self)?.text(.explanation)
        }
        if var content = message.array(.content) {
            isReply = true
            while !content.isAtEnd { blocks.append(try content.decode(AnthropicBlock.self)) }
        }
        for key in [Key.contentBlock, .delta] where fields.has(key) {
            blocks.append(try fields.decode(AnthropicBlock.self, forKey: key))
        }
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
struct AnthropicBlock: Decodable {
    private enum Key: String, CodingKey {
        case text, thinking, input
        case partialInput = "partial_json"
    }

    var text = ""
    var reasoning = ""

    init(from decoder: any Decoder) throws {
        guard let fields = try? decoder.container(keyedBy: Key.self) else { return }
        text = try fields.text(.text) ?? fields.text(.partialInput) ?? ""
        reasoning = try fields.text(.thinking) ?? ""
        // A block that begins holds an empty input.
        if fields.has(.input), let input = try? fields.decode(JSONValue.self, forKey: .input), input != .object([]) {
            text += input.beginningWithCode.text
        }
    }
}

/// A `usage` object of Anthropic's protocol.
struct AnthropicUsage: Decodable {
    private enum Key: String, CodingKey {
        case input = "input_tokens"
        case output = "output_tokens"
        case cacheReads = "cache_read_input_tokens"
        case cacheWrites = "cache_creation_input_tokens"
        case details = "output_tokens_details"
        case thinking = "thinking_tokens"
    }

    private var input: Int?
    private var output: Int?
    private var cacheReads: Int?
    private var cacheWrites: Int?
    private var thinking: Int?

    init(from decoder: any Decoder) throws {
        guard let fields = try? decoder.container(keyedBy: Key.self) else { return }
        input = fields.count(.input)
        output = fields.count(.output)
        cacheReads = fields.count(.cacheReads)
        cacheWrites = fields.count(.cacheWrites)
        thinking = fields.object(.details, Key.self)?.count(.thinking)
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
    /// The same object, with its code in front if it has one. Decoders do not tell the order of keys, and a form that
    /// has a code is known by it: it has to begin with it.
    fileprivate var beginningWithCode: JSONValue {
        guard case .object(let members) = self else { return self }
        return .object(members.filter { $0.key == "code" } + members.filter { $0.key != "code" })
    }
}
