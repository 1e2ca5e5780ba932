/// How far reviewers agree.
public struct Agreement: Sendable, Hashable, Codable {
    /// Two answers on which reviewers split: of those that prefer one, at least a third prefer the other.
    public struct Split: Sendable, Hashable, Codable {
        public var first: Label
        public var second: Label
        /// The share of them that prefer the first answer, ½ to ⅔.
        public var share: Double
    }

    /// Kendall's coefficient of concordance *W*, 0 (none) to 1 (complete).
    public var concordance: Double
    /// The pairs on which reviewers split, the evenest first.
    public var splits: [Split]

    /// Compares ballots.
    ///
    /// *W* = Σᵢ *Dᵢ*² / *V*, where *Dᵢ* is half the sum, over the other answers, of the mean lean of the comparisons
    /// towards answer *i* (−1 to 1), and *V* is the same sum for a single ballot, as a mean over the ballots. With
    /// complete ballots this is Kendall's *W* with its correction for ties (M. G. Kendall and B. Babington Smith, "The
    /// problem of *m* rankings", *Annals of Mathematical Statistics* 10, 1939); when every reviewer leaves out its own
    /// answer it is J. Durbin's for balanced incomplete blocks ("Incomplete blocks in ranking experiments", *British
    /// Journal of Statistical Psychology* 4, 1951). A pair that nobody compared leans nowhere.
    ///
    /// - Returns: `nil` if fewer than two ballots place any answer above another.
    public init?(_ ballots: [Ballot], candidates: [Label]) {
        let telling = ballots.filter { $0.ranking.filter { !$0.isEmpty }.count > 1 }
        guard telling.count > 1 else { return nil }
        let shares = PairwiseShares(telling)
        let labels = candidates.filter { label in telling.contains { $0.ranking.joined().contains(label) } }
        let leans = labels.map { label in
            labels.reduce(0.0) { sum, other in
                sum + (other == label ? 0 : (shares.share(of: label, over: other) ?? 0.5) - 0.5)
            }
        }
        let observed = leans.reduce(0) { $0 + $1 * $1 }
        let spread = telling.map { $0.spread(among: labels.count) }.reduce(0, +) / Double(telling.count)
        concordance = min(1, observed / spread)
        splits = Self.splits(among: labels, on: telling.map(\.ranks))
    }

    private static func splits(among labels: [Label], on ranks: [[Label: Double]]) -> [Split] {
        var splits: [Split] = []
        for (index, one) in labels.enumerated() {
            for other in labels[(index + 1)...] {
                let gaps = ranks.compactMap { ranks in ranks[one].flatMap { rank in ranks[other].map { $0 - rank } } }
                let forOne = gaps.filter { $0 > 0 }.count
                let forOther = gaps.filter { $0 < 0 }.count
                let (more, fewer) = (max(forOne, forOther), min(forOne, forOther))
                guard fewer > 0, 3 * fewer >= more + fewer else { continue }
                let share = Double(more) / Double(more + fewer)
                splits.append(
                    forOne >= forOther
                        ? Split(first: one, second: other, share: share)
                        : Split(first: other, second: one, share: share))
            }
        }
        return splits.sorted {
            ($0.share, $0.first.rawValue, $0.second.rawValue) < ($1.share, $1.first.rawValue, $1.second.rawValue)
        }
    }
}

extension Ballot {
    /// The sum of the squared distances of the ballot's ranks from their middle, scaled to a ballot of so many answers.
    fileprivate func spread(among count: Int) -> Double {
        let ranks = self.ranks
        let middle = Double(ranks.count + 1) / 2
        let sum = ranks.values.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
        return sum * Self.cube(count) / Self.cube(ranks.count)
    }

    /// *n*³ − *n*.
    private static func cube(_ count: Int) -> Double { Double(count * count * count - count) }
}
