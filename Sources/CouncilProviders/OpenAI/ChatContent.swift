import CouncilKit

/// What a message, or a part of one, says and thinks. Providers write both in several ways.
struct ChatContent: Equatable {
    var text = ""
    var reasoning = ""

    /// - Parameter message: A `message` or `delta`.
    init(_ message: JSONValue) {
        switch message["content"] {
        case .string(let content)?: text = content
        case .array(let parts)?: for part in parts { add(part) }
        default: break
        }
        if let refusal = message["refusal"]?.string { text += refusal }
        // Some send the same reasoning under both names.
        let shown = [message["reasoning_content"], message["reasoning"]].lazy.compactMap { $0?.string }
        reasoning += shown.first { !$0.isEmpty } ?? ""
    }

    private mutating func add(_ part: JSONValue) {
        if let thinking = part["thinking"] {
            reasoning += thinking.string ?? thinking.elements.compactMap { $0["text"]?.string }.joined()
        } else {
            text += part.string ?? part["text"]?.string ?? ""
        }
    }
}

extension Usage {
    /// Reads a `usage` object; `nil` if it counts nothing.
    init?(openAI usage: JSONValue) {
        let input = usage["prompt_tokens"]?.integer
        let output = usage["completion_tokens"]?.integer
        guard input != nil || output != nil else { return nil }
        self.init(
            input: input ?? 0, output: output ?? 0,
            cachedInput: usage["prompt_tokens_details"]?["cached_tokens"]?.integer
                ?? usage["prompt_cache_hit_tokens"]?.integer ?? 0,
            reasoning: usage["completion_tokens_details"]?["reasoning_tokens"]?.integer ?? 0)
    }
}

extension Reply.StopReason {
    /// - Parameter finishReason: OpenAI's word for it. Unknown words are kept as they are.
    init(openAI finishReason: String) {
        switch finishReason {
        case "stop", "eos", "eos_token", "end_turn", "tool_calls", "function_call": self = .finished
        case "length", "max_tokens": self = .length
        case "content_filter", "safety": self = .filtered
        default: self.init(rawValue: finishReason)
        }
    }
}
