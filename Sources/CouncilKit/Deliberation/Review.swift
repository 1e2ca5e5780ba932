/// One reviewer's judgement: an assessment of each answer it read, and a ballot.
public struct Review: Sendable, Hashable, Codable {
    /// What a reviewer thinks of one answer.
    public struct Assessment: Sendable, Hashable, Codable {
        public var label: Label
        /// 1, worst, to 10, best; the mean if the answer was read twice.
        public var accuracy: Double
        /// 1, worst, to 10, best; the mean if the answer was read twice.
        public var insight: Double
        public var critique: String

        public init(label: Label, accuracy: Double, insight: Double, critique: String) {
            self.label = label
            self.accuracy = accuracy
            self.insight = insight
            self.critique = critique
        }

        public init(label: Label, accuracy: Int, insight: Int, critique: String) {
            self.init(label: label, accuracy: Double(accuracy), insight: Double(insight), critique: critique)
        }
    }

    /// How two answers compare, orders averaged.
    public struct Comparison: Sendable, Hashable, Codable {
        public var first: Label
        public var second: Label
        /// How far the first one is better: 1 clearly, ½ not at all, 0 clearly worse.
        public var share: Double

        public init(first: Label, second: Label, share: Double) {
            self.first = first
            self.second = second
            self.share = share
        }
    }

    /// How far a reviewer agreed with itself when it saw the same answers in another order.
    public struct Consistency: Sendable, Hashable, Codable {
        /// The pairs of answers that it judged in both orders.
        public var pairs: Int
        /// Those where it preferred the one answer in the one order and the other in the other.
        public var contradictions: Int
        /// Those where it preferred, in both orders, the answer that it read first; `nil` if nobody counted.
        public var firstPreferred: Int?

        public init(pairs: Int, contradictions: Int, firstPreferred: Int? = nil) {
            self.pairs = pairs
            self.contradictions = contradictions
            self.firstPreferred = firstPreferred
        }
    }

    /// The reviewer's seat.
    public var reviewer: Int
    /// The labels in the order in which the reviewer read the answers; the first time, if it read them twice.
    public var order: [Label]
    /// Empty if the reviewer only compared pairs.
    public var assessments: [Assessment]
    public var ballot: Ballot
    /// The reviewer's own short answer to the question, if it was asked for one.
    public var answer: String?
    /// By what the reviewer judges answers to this question, if it was asked.
    public var criteria: [String]?
    /// How the answers compare pair by pair, where the ballot cannot say all of it: after two passes, or where pairs
    /// were compared. These are tallied then, not the ballot.
    public var comparisons: [Comparison]?
    /// `nil` if nothing was judged twice.
    public var consistency: Consistency?
    /// What the verdicts on pairs are: `logprobs` (probabilities), `letter` (what was written) or `mixed`; `nil` if the
    /// answers were read all at once.
    public var basis: String?

    public init(
        reviewer: Int, order: [Label], assessments: [Assessment], ballot: Ballot, answer: String? = nil,
        criteria: [String]? = nil, comparisons: [Comparison]? = nil, consistency: Consistency? = nil,
        basis: String? = nil
    ) {
        self.reviewer = reviewer
        self.order = order
        self.assessments = assessments
        self.ballot = ballot
        self.answer = answer
        self.criteria = criteria
        self.comparisons = comparisons
        self.consistency = consistency
        self.basis = basis
    }
}

extension [Review.Comparison] {
    /// The ranking by mean share over the answers that each was compared with; equal shares are a tie.
    var ballot: Ballot {
        var shares = PairwiseShares()
        var labels: [Label] = []
        for comparison in self {
            shares.add(comparison.share, of: comparison.first, over: comparison.second)
            for label in [comparison.first, comparison.second] where !labels.contains(label) { labels.append(label) }
        }
        let scores = shares.borda(of: labels).mapValues { ($0 * 1e9).rounded() }
        let groups = Dictionary(grouping: labels) { scores[$0] ?? 0 }
        return Ballot(ranking: groups.sorted { $0.key > $1.key }.map(\.value))
    }
}
