import CouncilKit

extension Settings {
    /// The keys of a council in `council.yaml` that are settings.
    static let keys = [
        "guidance", "max_answer_tokens", "max_review_tokens", "max_final_tokens", "max_critique_characters",
        "temperature", "review_temperature", "reasoning_effort", "max_reviewers", "call_timeout", "first_token_timeout",
        "stage_timeout",
        "run_timeout", "quorum", "patience", "retries", "hedge", "synthesis", "review",
    ]

    private static let longest = 86_400
    /// More than any model writes.
    private static let mostTokens = 1_000_000

    /// Reads the settings of a council.
    /// - Parameters:
    ///   - members: How many members it has.
    ///   - review: How they review.
    init(
        _ fields: [String: YAMLReader], members: Int, review: ReviewSettings?
    ) throws(ConfigurationError) {
        func seconds(_ key: String, from least: Int = 1) throws(ConfigurationError) -> Double? {
            try fields[key]?.number(from: least, to: Self.longest)
        }
        func count(_ key: String, from least: Int = 1, to most: Int = .max) throws(ConfigurationError) -> Int? {
            try fields[key]?.integer(from: least, to: most)
        }
        self.init(
            guidance: try fields["guidance"]?.string(),
            maximumAnswerTokens: try count("max_answer_tokens", to: Self.mostTokens),
            maximumReviewTokens: try count("max_review_tokens", to: Self.mostTokens),
            maximumConclusionTokens: try count("max_final_tokens", to: Self.mostTokens),
            maximumCritiqueCharacters: try count("max_critique_characters", to: Self.mostTokens),
            temperature: try fields["temperature"]?.number(from: 0, to: 10),
            reviewTemperature: try fields["review_temperature"]?.number(from: 0, to: 10),
            reasoning: try fields["reasoning_effort"]?.value(
                among: ReasoningEffort.allCases.map { ($0.rawValue, $0) }),
            callTimeout: try seconds("call_timeout") ?? Settings().callTimeout,
            firstTokenTimeout: try seconds("first_token_timeout"),
            stageTimeout: try seconds("stage_timeout"),
            runTimeout: try seconds("run_timeout"),
            quorum: try count("quorum", from: 2),
            patience: try seconds("patience", from: 0),
            retries: try count("retries", from: 0),
            hedging: try fields["hedge"].map(Self.hedging) ?? nil,
            maximumReviewers: try count("max_reviewers", from: 2),
            synthesis: try fields["synthesis"].map { place throws(ConfigurationError) in
                try SynthesisSettings(place)
            }, review: review)
        if let quorum, quorum > members, let field = fields["quorum"] {
            throw field.error("A quorum of \(quorum) is more than the \(members) members of this council.")
        }
        if patience != nil, quorum == nil, let field = fields["patience"] {
            throw field.error("“patience” is how long members are waited for although the “quorum” is in: set both.")
        }
    }

    /// `true`, `false`, or the seconds after which the fallback is asked as long as little is known of the member.
    private static func hedging(_ reader: YAMLReader) throws(ConfigurationError) -> Hedging? {
        if let isOn = try? reader.bool() { return isOn ? Hedging() : nil }
        return Hedging(initialDelay: try reader.number(from: 0, to: 3600, or: "true, false or "))
    }
}
