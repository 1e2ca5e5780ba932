/// How deep a run went, why, and what that spared or added.
public struct DepthDecision: Sendable, Hashable, Codable {
    /// Why a run went so deep. An open set.
    public struct Reason: RawRepresentable, Sendable, Hashable, Codable {
        public let rawValue: String

        public init(rawValue: String) { self.rawValue = rawValue }

        /// The two strongest members gave the same answer, and it can be checked.
        public static let strongestAgree = Reason(rawValue: "strongest_agree")
        /// A judge found one of the two strongest members' answers clearly better, in both orders.
        public static let clearMargin = Reason(rawValue: "clear_margin")
        /// Nothing allowed to stop early.
        public static let noEarlyStop = Reason(rawValue: "no_early_stop")
        /// The reviewers agree.
        public static let agreement = Reason(rawValue: "agreement")
        /// The reviewers disagree.
        public static let disagreement = Reason(rawValue: "disagreement")
        /// It was asked for.
        public static let asked = Reason(rawValue: "asked")
    }

    /// ``SynthesisSettings/Depth/quick``, ``SynthesisSettings/Depth/standard`` or ``SynthesisSettings/Depth/deep``.
    public var depth: SynthesisSettings.Depth
    public var reason: Reason
    /// The calls of a run of standard depth that are not made: the fewest and the most; `nil` if nothing is skipped.
    public var skippedCalls: Interval<Int>?
    /// What they would have cost, in US dollars; `nil` if prices are unknown.
    public var savedCost: Interval<Double>?

    public init(
        _ depth: SynthesisSettings.Depth, _ reason: Reason, skippedCalls: Interval<Int>? = nil,
        savedCost: Interval<Double>? = nil
    ) {
        self.depth = depth
        self.reason = reason
        self.skippedCalls = skippedCalls
        self.savedCost = savedCost
    }
}
