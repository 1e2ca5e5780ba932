public import CouncilKit

/// A run that somebody asks for.
public struct RunRequest: Sendable, Hashable {
    public var question: String
    /// The name of the council; `nil` for the default one.
    public var council: String?
    public var history: [Run.Exchange]
    public var attachments: [Attachment]
    /// The run whose conversation this goes on with.
    public var continues: Run.ID?
    /// A wish for this run, beside the council's own.
    public var guidance: String?
    public var seed: UInt64?
    /// The most tokens of the final answer, and of each member's, if the council does not set fewer.
    public var maximumTokens: Int?
    public var temperature: Double?
    /// How much the models are to think, in place of what the council says.
    public var reasoning: ReasoningEffort?
    /// The most that the run may cost, in US dollars.
    public var budget: Double?
    /// The same words twice are the same run.
    public var idempotencyKey: String?

    public init(_ question: String, council: String? = nil) {
        self.question = question
        self.council = council
        history = []
        attachments = []
    }
}

extension RunRequest {
    /// The settings of a council as changed by the request.
    func settings(of council: Council) -> Settings {
        var settings = council.settings
        settings.guidance = [settings.guidance, guidance].compactMap { $0 }.joined(separator: "\n\n")
        if settings.guidance?.isEmpty == true { settings.guidance = nil }
        settings.temperature = temperature ?? settings.temperature
        settings.reasoning = reasoning ?? settings.reasoning
        if let maximumTokens {
            settings.maximumConclusionTokens = maximumTokens
            settings.maximumAnswerTokens = min(settings.maximumAnswerTokens ?? maximumTokens, maximumTokens)
        }
        return settings
    }
}

extension ReasoningEffort {
    /// - Parameter word: An effort in OpenAI's words, of which there are more; `nil` for those that ask for none.
    init?(openAI word: String?) {
        switch word {
        case "minimal", "low": self = .low
        case "medium": self = .medium
        case "high", "xhigh": self = .high
        default: return nil
        }
    }
}
