/// What a `message` or `delta` says and thinks. Providers write both in several ways.
struct ChatContent: Decodable, Equatable {
    var text = ""
    var reasoning = ""
    /// Whether it says that the model declines to answer.
    var isRefusal = false

    private enum Key: String, CodingKey {
        case content, refusal, reasoning, index, function, arguments
        case reasoningContent = "reasoning_content"
        case toolCalls = "tool_calls"
    }

    init(from decoder: any Decoder) throws {
        guard let fields = try? decoder.container(keyedBy: Key.self) else { return }
        if let content = try fields.text(.content) {
            text = content
        } else if var parts = fields.array(.content) {
            while !parts.isAtEnd {
                let part = try parts.decode(Part.self)
                text += part.text
                reasoning += part.reasoning
            }
        }
        if let refusal = try fields.text(.refusal), !refusal.isEmpty {
            text += refusal
            isRefusal = true
        }
        // The only tool there can be is the form of the reply, and only its first call counts.
        if var calls = fields.array(.toolCalls), !calls.isAtEnd,
            let call = try? calls.nestedContainer(keyedBy: Key.self), (call.count(.index) ?? 0) == 0,
            let function = call.object(.function, Key.self)
        {
            text += try function.text(.arguments) ?? ""
        }
        // Some send the same reasoning under both names.
        let shown = try fields.text(.reasoningContent) ?? ""
        reasoning += shown.isEmpty ? try fields.text(.reasoning) ?? "" : shown
    }
}

extension ChatContent {
    /// One part of a content that comes as an array: a string, a text, or a thought, which has parts of its own.
    private struct Part: Decodable {
        var text = ""
        var reasoning = ""

        private enum Key: String, CodingKey {
            case text, thinking
        }

        init(from decoder: any Decoder) throws {
            guard let fields = try? decoder.container(keyedBy: Key.self) else {
                do {
                    text = try decoder.singleValueContainer().decode(String.self)
                } catch DecodingError.typeMismatch, DecodingError.valueNotFound {
                    // Some other kind of part.
                }
                return
            }
            if !fields.has(.thinking) {
                text = try fields.text(.text) ?? ""
            } else if let thought = try fields.text(.thinking) {
                reasoning = thought
            } else if var parts = fields.array(.thinking) {
                while !parts.isAtEnd { reasoning += try parts.decode(Part.self).text }
            }
        }
    }
}
