/// How the final answer comes about once the answers are there. Recorded with every run as part of ``Settings``.
public struct SynthesisSettings: Sendable, Hashable {
    /// What the answers to the question are like.
    public enum AnswerType: String, Sendable, Hashable, Codable, CaseIterable {
        case number
        /// The letter of an option.
        case option
        case yesNo = "yes_no"
        /// A few words.
        case shortText = "short_text"
        /// Prose: to be judged, never to be counted.
        case text

        /// The kind of answers that are voted on; `nil` for prose.
        public var kind: AnswerKind? { AnswerKind(rawValue: rawValue) }
    }

    /// How much is done for an answer.
    public enum Depth: String, Sendable, Hashable, Codable, CaseIterable {
        /// As little as serves: stops when the two strongest members agree on an answer that can be checked, or when a
        /// judge finds one of their answers clearly better, in both orders. Goes on as ``standard`` otherwise.
        case quick
        /// Answers, reviews, synthesis.
        case standard
        /// One round more: every member sees the others' answers and critiques and may revise its own.
        case deep
        /// ``quick`` if the two strongest agree on an answer that can be checked, ``deep`` if the reviewers disagree,
        /// else ``standard``.
        case automatic = "auto"
    }

    /// Whether an analysis of the answers comes before the final answer.
    public var analysis: Bool
    /// Whether the final answer is compared with the best single answer, and gives way to it if it loses.
    public var doNoHarm: Bool
    /// Whether the points of the analysis that the final answer left out are listed. Needs the analysis.
    public var audit: Bool
    /// What the answers are like; `nil` finds it from the answers.
    public var answerType: AnswerType?
    public var depth: Depth
    /// How many other members must agree to overrule the strongest one in a vote, at least 1; see ``Vote``.
    public var threshold: Int

    public init(
        analysis: Bool = true, doNoHarm: Bool = true, audit: Bool = true, answerType: AnswerType? = nil,
        depth: Depth = .standard, threshold: Int = 2
    ) {
        self.analysis = analysis
        self.doNoHarm = doNoHarm
        self.audit = audit
        self.answerType = answerType
        self.depth = depth
        self.threshold = threshold
    }

    /// The three stages and nothing else: answers, reviews, one call for the final answer.
    public static let plain = SynthesisSettings(analysis: false, doNoHarm: false, audit: false, answerType: .text)
}

extension SynthesisSettings: Codable {
    private enum Key: String, CodingKey {
        case analysis, doNoHarm, audit, answerType, depth, threshold
    }

    /// Reads settings; what is left out is as it is by default.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let usual = SynthesisSettings()
        self.init(
            analysis: try container.decodeIfPresent(Bool.self, forKey: .analysis) ?? usual.analysis,
            doNoHarm: try container.decodeIfPresent(Bool.self, forKey: .doNoHarm) ?? usual.doNoHarm,
            audit: try container.decodeIfPresent(Bool.self, forKey: .audit) ?? usual.audit,
            answerType: try container.decodeIfPresent(AnswerType.self, forKey: .answerType),
            depth: try container.decodeIfPresent(Depth.self, forKey: .depth) ?? usual.depth,
            threshold: try container.decodeIfPresent(Int.self, forKey: .threshold) ?? usual.threshold)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(analysis, forKey: .analysis)
        try container.encode(doNoHarm, forKey: .doNoHarm)
        try container.encode(audit, forKey: .audit)
        try container.encodeIfPresent(answerType, forKey: .answerType)
        try container.encode(depth, forKey: .depth)
        try container.encode(threshold, forKey: .threshold)
    }
}

extension Settings {
    /// The synthesis that holds: what was set, else the default.
    public var synthesisInForce: SynthesisSettings { synthesis ?? SynthesisSettings() }
}
