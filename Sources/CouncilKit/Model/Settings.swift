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
    /// How much members, reviewers and chairman are to think before they write; `nil` leaves it to the providers.
    public var reasoning: ReasoningEffort?
    /// Seconds that one request may take in all before it counts as failed.
    public var callTimeout: Double
    /// Seconds until the first piece of a reply has to come; `nil` for no such limit.
    public var firstTokenTimeout: Double?
    /// Seconds that one stage may take; calls under way when they are over count as failed. `nil` for no such limit.
    public var stageTimeout: Double?
    /// Seconds that the whole run may take. When they are over, the best that is there becomes the final answer.
    public var runTimeout: Double?
    /// How many answers are enough to go on with, 2 or more; `nil` waits for every member. When as many have reviewed, the
    /// other reviewers have as long again as that took, at least the patience and ten seconds.
    public var quorum: Int?
    /// Seconds from the beginning of the stage that members are waited for although the quorum is in; `nil` for none.
    public var patience: Double?
    /// How often a request that failed for a passing reason is repeated, 0 or more; `nil` for twice.
    public var retries: Int?
    /// When a member is so slow that its first fallback is asked as well; `nil` for never.
    public var hedging: Hedging?
    /// How many members review at most, 2 or more; all answers are read all the same. `nil` lets everybody review.
    public var maximumReviewers: Int?
    /// What the run may cost; `nil` for no limit.
    public var budget: Budget?
    /// How the final answer comes about; `nil` for the defaults.
    public var synthesis: SynthesisSettings?
    /// How members review; `nil` for ``ReviewSettings``' defaults.
    public var review: ReviewSettings?

    public init(
        guidance: String? = nil,
        maximumAnswerTokens: Int? = nil,
        maximumReviewTokens: Int? = nil,
        maximumConclusionTokens: Int? = nil,
        maximumCritiqueCharacters: Int? = nil,
        temperature: Double? = nil,
        reviewTemperature: Double? = nil,
        reasoning: ReasoningEffort? = nil,
        callTimeout: Double = 600,
        firstTokenTimeout: Double? = nil,
        stageTimeout: Double? = nil,
        runTimeout: Double? = nil,
        quorum: Int? = nil,
        patience: Double? = nil,
        retries: Int? = nil,
        hedging: Hedging? = nil,
        maximumReviewers: Int? = nil,
        budget: Budget? = nil,
        synthesis: SynthesisSettings? = nil,
        review: ReviewSettings? = nil
    ) {
        self.guidance = guidance
        self.maximumAnswerTokens = maximumAnswerTokens
        self.maximumReviewTokens = maximumReviewTokens
        self.maximumConclusionTokens = maximumConclusionTokens
        self.maximumCritiqueCharacters = maximumCritiqueCharacters
        self.temperature = temperature
        self.reviewTemperature = reviewTemperature
        self.reasoning = reasoning
        self.callTimeout = callTimeout
        self.firstTokenTimeout = firstTokenTimeout
        self.stageTimeout = stageTimeout
        self.runTimeout = runTimeout
        self.quorum = quorum
        self.patience = patience
        self.retries = retries
        self.hedging = hedging
        self.maximumReviewers = maximumReviewers
        self.budget = budget
        self.synthesis = synthesis
        self.review = review
    }

    /// How members review.
    var reviewing: ReviewSettings { review ?? ReviewSettings() }
}
