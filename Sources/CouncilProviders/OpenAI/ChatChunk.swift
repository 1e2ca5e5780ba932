import CouncilKit

/// What is used of one event of a stream, or of a reply in one part, in OpenAI's protocol.
struct ChatChunk: ReplyChunk {
    /// What is used of a choice.
    struct Choice: Decodable {
        var delta: ChatContent?
        var message: ChatContent?
        var finishReason: String?
        /// The probabilities of the tokens that could have stood first in this part.
        var topTokens: [Reply.TokenProbability]?
        fileprivate var reportsError = false

        private enum Key: String, CodingKey {
            case delta, message, error, logprobs
            case finishReason = "finish_reason"
        }

        init(from decoder: any Decoder) throws {
            guard let fields = try? decoder.container(keyedBy: Key.self) else { return }
            delta = try fields.decodeIfPresent(ChatContent.self, forKey: .delta)
            message = try fields.decodeIfPresent(ChatContent.self, forKey: .message)
            finishReason = try fields.text(.finishReason)
            topTokens = (try? fields.decodeIfPresent(ChatProbabilities.self, forKey: .logprobs))?.first
            reportsError = fields.reports(.error)
        }
    }

    var model: String?
    var usage: Usage?
    /// The first choice.
    var choice: Choice?
    /// Whether the choices are there, be it without any.
    var hasChoices = false
    var mayHoldError = false

    private enum Key: String, CodingKey {
        case model, usage, choices, error
        case groq = "x_groq"
    }

    init(from decoder: any Decoder) throws {
        guard let fields = try? decoder.container(keyedBy: Key.self) else {
            mayHoldError = true
            return
        }
        model = try fields.text(.model)
        if var choices = try? fields.nestedUnkeyedContainer(forKey: .choices) {
            hasChoices = true
            if !choices.isAtEnd { choice = try choices.decode(Choice.self) }
        } else {
            hasChoices = fields.has(.choices)
        }
        usage = try fields.decodeIfPresent(ChatUsage.self, forKey: .usage)?.value
        let groq = fields.object(.groq, Key.self)
        usage = try usage ?? groq?.decodeIfPresent(ChatUsage.self, forKey: .usage)?.value
        mayHoldError = fields.reports(.error) || choice?.reportsError == true || groq?.reports(.error) == true
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
