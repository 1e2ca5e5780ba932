/// The aggregate of the ballots of a run.
public struct Tally: Sendable, Hashable, Codable {
    /// Where one answer stands.
    public struct Standing: Sendable, Hashable, Codable {
        public var label: Label
        /// 1 is the best; answers with equal scores share a rank and the ranks after them are skipped.
        public var rank: Int
        /// The Borda score on pairwise win shares, 0 to 1; `nil` if no ballot compared this answer.
        public var winShare: Double?
        /// The mean of the ranks on the ballots that rank this answer, 1 the best; `nil` if there is none.
        public var meanRank: Double?
        /// The mean accuracy that reviewers gave, 1 to 10.
        public var accuracy: Double?
        /// The mean insight that reviewers gave, 1 to 10.
        public var insight: Double?
        /// How many ballots rank this answer.
        public var ballots: Int
    }

    /// The rule that orders the standings.
    public var rule: String
    /// All answers, best first.
    public var standings: [Standing]
    /// How many ballots compared at least two answers.
    public var ballots: Int

    /// Whether there was anything to rank by.
    public var isRanked: Bool { ballots > 0 }

    /// Aggregates reviews by Borda on pairwise win shares, the mean rank beside it.
    /// - Parameters:
    ///   - reviews: The reviews that could be read.
    ///   - candidates: The labels of all answers; those without any ballot stand last.
    public init(_ reviews: [Review], candidates: [Label]) {
        let ballots = reviews.map(\.ballot)
        let borda = PairwiseShares(ballots).borda(of: candidates)
        let ranks = ballots.map(\.ranks)
        var standings = candidates.map { label in
            let own = ranks.compactMap { $0[label] }
            let scores = reviews.flatMap { $0.assessments.filter { $0.label == label } }
            return Standing(
                label: label,
                rank: 1,
                winShare: borda[label],
                meanRank: own.mean,
                accuracy: scores.map { Double($0.accuracy) }.mean,
                insight: scores.map { Double($0.insight) }.mean,
                ballots: own.count
            )
        }
        // Within a tie the list follows the scores, then the labels, which are random and favour no seat.
        standings.sort {
            ($0.score, $0.meanScore, $1.label.rawValue) > ($1.score, $1.meanScore, $0.label.rawValue)
        }
        for index in standings.indices.dropFirst() {
            let previous = standings[index - 1]
            standings[index].rank = standings[index].score == previous.score ? previous.rank : index + 1
        }
        rule = "borda"
        self.standings = standings
        self.ballots = ranks.filter { $0.count > 1 }.count
    }
}

extension Tally.Standing {
    /// Sums of shares that are equal on paper may differ in the last bits: a billionth decides nothing.
    fileprivate var score: Double { ((winShare ?? -1) * 1e9).rounded() }

    fileprivate var meanScore: Double { [accuracy, insight].compactMap { $0 }.mean ?? 0 }
}

extension [Double] {
    /// The arithmetic mean; `nil` of nothing.
    fileprivate var mean: Double? { isEmpty ? nil : reduce(0, +) / Double(count) }
}
