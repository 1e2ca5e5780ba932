import CouncilKit

/// What is used of one event of a stream, or of a reply in one part, in OpenAI's protocol.
struct ChatChunk: ReplyChunk {
    /// What is used of a choice.
    struct Choice {
        var delta: ChatContent?
        var message: ChatContent?
        var finishReason: String?
        /// The probabilities of the tokens that could have stood first in this part.
        var topTokens: [Reply.TokenProbability]?
        fileprivate var reportsError = false

        init(_ json: JSONValue) {
            delta = json["delta"].map(ChatContent.init)
            message = json["message"].map(ChatContent.init)
            finishReason = json["finish_reason"]?.string
            topTokens = json["logprobs"]?.firstTopTokens
            reportsError = json.reports("error")
        }
    }

    var model: String?
    var usage: Usage?
    /// The first choice.
    var choice: Choice?
    /// Whether the choices are there, be it without any.
    var hasChoices = false
    var mayHoldError = false

    init(_ json: JSONValue) {
        let groq = json["x_groq"]
        model = json["model"]?.string
        hasChoices = json["choices"] != nil
        choice = json["choices"]?.elements.first.map(Choice.init)
        usage = json["usage"]?.chatUsage ?? groq?["usage"]?.chatUsage
        mayHoldError =
            json.object == nil || json.reports("error") || choice?.reportsError == true
            || groq?.reports("error") == true
    }
}

extension ChatChunk {
    var isReply: Bool { hasChoices }

    static var textKey: String { "content" }
    var text: String? {
        get { choice?.delta?.text }
        set { choice?.delta?.text = newValue ?? "" }
    }

    func add(to draft: inout ReplyDraft) throws(ReplyFailure) {
        draft.note(model: model)
        if let usage { draft.note(usage) }
        guard let choice else { return }
        if let topTokens = choice.topTokens { draft.note(topTokens) }
        if let content = choice.delta ?? (draft.hasText ? nil : choice.message) {
            draft.add(reasoning: content.reasoning)
            draft.add(textWithThoughts: content.text)
            if content.isRefusal { draft.isRefusal = true }
        }
        if let reason = choice.finishReason, !reason.isEmpty {
            if reason == "error" { throw .refused(ProviderWords(text: "finish reason “error”")) }
            // DeepSeek's word for a generation that was given up.
            if reason == "insufficient_system_resource" { throw .truncated("the provider ran out of resources") }
            draft.stop(Reply.StopReason(openAI: reason))
        }
    }
}
