import CouncilKit

extension Reply.StopReason {
    /// - Parameter finishReason: OpenAI's word for it. Unknown words are kept as they are.
    init(openAI finishReason: String) {
        switch finishReason {
        case "stop", "eos", "eos_token", "end_turn", "tool_calls", "function_call": self = .finished
        case "length", "max_tokens", "model_length": self = .length
        case "content_filter", "safety": self = .filtered
        // Gemini under this protocol puts its own word behind.
        case _ where finishReason.hasPrefix("content_filter"): self = .filtered
        case "refusal": self = .refused
        default: self.init(rawValue: finishReason)
        }
    }
}
