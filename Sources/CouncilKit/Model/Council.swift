/// A model in a seat. The same model may hold several seats.
public struct Member: Sendable {
    public var model: any LanguageModel

    public init(_ model: any LanguageModel) { self.model = model }

    /// The model's name, `provider/model`.
    public var name: String { model.name }
}

/// Models that answer, review each other blindly and conclude together.
///
/// ```swift
/// let council = Council(
///     members: [.openAI("gpt-5.6-luna"), .ollama("llama3.2"), .ollama("qwen3")],
///     chairman: .openAI("gpt-5.6-luna")
/// )
/// let outcome = try await council.deliberate(on: "Is P equal to NP?").outcome
/// ```
public struct Council: Sendable {
    /// The name under which the council is configured.
    public var name: String
    /// The members in seat order; at least one.
    public var members: [Member]
    /// The model that writes the final answer. It may hold a seat as well.
    public var chairman: Member
    public var settings: Settings

    public init(name: String = "council", members: [Member], chairman: Member, settings: Settings = Settings()) {
        self.name = name
        self.members = members
        self.chairman = chairman
        self.settings = settings
    }
}

/// What a council may spend and how it should write. Recorded with every run.
public struct Settings: Sendable, Hashable, Codable {
    /// A wish for every member and the chairman, such as "Answer in at most 100 words." Sent as system message.
    public var guidance: String?
    /// The most tokens of one member's answer; `nil` leaves it to the provider.
    public var maximumAnswerTokens: Int?
    /// The most tokens of one review; `nil` leaves it to the provider.
    public var maximumReviewTokens: Int?
    /// The most tokens of the final answer; `nil` leaves it to the provider.
    public var maximumConclusionTokens: Int?
    /// The most characters of one critique, enforced where the provider enforces schemas.
    public var maximumCritiqueCharacters: Int?
    /// The sampling temperature of answers and conclusion, 0 or above; `nil` leaves it to the provider, which some
    /// reasoning models insist on.
    public var temperature: Double?
    /// The sampling temperature of reviews, 0 or above; `nil` leaves it to the provider.
    public var reviewTemperature: Double?
    /// Seconds that one call may take in all before it counts as failed.
    public var callTimeout: Double

    public init(
        guidance: String? = nil,
        maximumAnswerTokens: Int? = nil,
        maximumReviewTokens: Int? = nil,
        maximumConclusionTokens: Int? = nil,
        maximumCritiqueCharacters: Int? = nil,
        temperature: Double? = nil,
        reviewTemperature: Double? = nil,
        callTimeout: Double = 600
    ) {
        self.guidance = guidance
        self.maximumAnswerTokens = maximumAnswerTokens
        self.maximumReviewTokens = maximumReviewTokens
        self.maximumConclusionTokens = maximumConclusionTokens
        self.maximumCritiqueCharacters = maximumCritiqueCharacters
        self.temperature = temperature
        self.reviewTemperature = reviewTemperature
        self.callTimeout = callTimeout
    }
}
