import CouncilKit

/// What is used of one event of a stream, or of a reply in one part. A field of an unexpected type counts as missing.
struct ChatChunk: Decodable {
    /// What is used of a choice.
    struct Choice: Decodable {
        var delta: ChatContent?
        var message: ChatContent?
        var finishReason: String?
        fileprivate var reportsError = false

        private enum Key: String, CodingKey {
            case delta, message, error
            case finishReason = "finish_reason"
        }

        init(from decoder: any Decoder) throws {
            guard let fields = try? decoder.container(keyedBy: Key.self) else { return }
            delta = try fields.decodeIfPresent(ChatContent.self, forKey: .delta)
            message = try fields.decodeIfPresent(ChatContent.self, forKey: .message)
            finishReason = try fields.text(.finishReason)
            reportsError = fields.reports(.error)
        }
    }

    var model: String?
    var usage: Usage?
    /// The first choice.
    var choice: Choice?
    /// Whether the choices are there, be it without any.
    var hasChoices = false
    /// Whether it may hold an error, so that it is worth to be read again as a ``JSONValue``.
    var mayHoldError = false

    private enum Key: String, CodingKey {
        case model, usage, choices, error
    }

    init(from decoder: any Decoder) throws {
        guard let fields = try? decoder.container(keyedBy: Key.self) else {
            mayHoldError = true
            return
        }
        model = try fields.text(.model)
        hasChoices = fields.has(.choices)
        if var choices = fields.array(.choices), !choices.isAtEnd { choice = try choices.decode(Choice.self) }
        if fields.has(.usage) { usage = try fields.decode(ChatUsage.self, forKey: .usage).value }
        mayHoldError = fields.reports(.error) || choice?.reportsError == true
    }
}
