/// The aggregate of the ballots of a run.
public struct Tally: Sendable, Hashable, Codable {
    /// Where one answer stands.
    public struct Standing: Sendable, Hashable, Codable {
        public var label: Label
        /// 1 is the best; answers with equal scores share a rank and the ranks after them are skipped.
        public var rank: Int
        /// The Borda score on pairwise win shares, 0 to 1; `nil` if no ballot compared this answer.
        public var winShare: Double?
        /// What the rule ranks by: the expected win share plus λ × prior; `nil` if no ballot compared this answer.
        public var score: Double?
        /// Where the score would lie with other reviewers like these; `nil` if fewer than two ballots say anything.
        public var interval: Interval?
        /// The running strength of the answer's author, −½ to ½; `nil` if none was applied.
        public var prior: Double?
        /// The mean of the ranks on the ballots that rank this answer, 1 the best; `nil` if there is none.
        public var meanRank: Double?
        /// The mean accuracy that reviewers gave, 1 to 10.
        public var accuracy: Double?
        /// The mean insight that reviewers gave, 1 to 10.
        public var insight: Double?
        /// How many ballots rank this answer.
        public var ballots: Int
    }

    /// A range that holds a score with a confidence of 90 %.
    public struct Interval: Sendable, Hashable, Codable {
        public var lower: Double
        public var upper: Double

        public init(lower: Double, upper: Double) {
            self.lower = lower
            self.upper = upper
        }

        /// Whether two ranges have a point in common; a billionth is no distance between sums of shares.
        public func overlaps(_ other: Interval) -> Bool {
            lower <= other.upper + 1e-9 && other.lower <= upper + 1e-9
        }
    }

    /// A reviewer that saw the winner at the bottom.
    public struct Dissent: Sendable, Hashable, Codable {
        /// The reviewer's seat.
        public var reviewer: Int
        /// What it wrote about the winner.
        public var critique: String

        public init(reviewer: Int, critique: String) {
            self.reviewer = reviewer
            self.critique = critique
        }
    }

    /// The rule that orders the standings.
    public var rule: String
    /// What the prior counted for; 0 if nothing was known of the authors.
    public var lambda: Double?
    /// All answers, best first.
    public var standings: [Standing]
    /// How many ballots compared at least two answers.
    public var ballots: Int
    /// The leader and the answers whose intervals overlap its own: a declared tie. Empty if the leader stands alone,
    /// `nil` if no interval is claimed.
    public var tie: [Label]?
    /// How far the reviewers agree; `nil` if fewer than two ballots say anything.
    public var agreement: Agreement?
    /// The reviewers that ranked the winner last, in seat order.
    public var dissent: [Dissent]?

    /// Whether there was anything to rank by.
    public var isRanked: Bool { ballots > 0 }
}
