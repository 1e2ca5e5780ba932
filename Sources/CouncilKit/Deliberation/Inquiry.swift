/// What a council is asked.
public struct Inquiry: Sendable, Hashable {
    public var question: String
    /// The files that belong to the question.
    public var attachments: [Attachment]
    /// The conversation so far, oldest first.
    public var history: [Run.Exchange]
    /// The run whose conversation this goes on with.
    public var continues: Run.ID?
    /// The source of every random draw; `nil` draws a new one.
    public var seed: UInt64?
    /// See ``Run/origin``.
    public var origin: [String: String]

    public init(
        _ question: String,
        attachments: [Attachment] = [],
        history: [Run.Exchange] = [],
        continues: Run.ID? = nil,
        seed: UInt64? = nil,
        origin: [String: String] = [:]
    ) {
        self.question = question
        self.attachments = attachments
        self.history = history
        self.continues = continues
        self.seed = seed
        self.origin = origin
    }
}
