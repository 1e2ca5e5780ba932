/// How often each answer was placed above each other one: the common ground of the pairwise rules.
public struct PairwiseShares: Sendable, Hashable {
    private struct Pair: Hashable {
        var first: Label
        var second: Label
    }

    private var wins: [Pair: Double] = [:]
    private var comparisons: [Pair: Double] = [:]

    public init() {}

    /// Counts every pair that a ballot ranks: 1 for the better answer, ½ each for a tie.
    public init(_ ballots: [Ballot]) {
        for ballot in ballots {
            for (place, group) in ballot.ranking.enumerated() {
                for (index, winner) in group.enumerated() {
                    for tied in group[(index + 1)...] { add(0.5, of: winner, over: tied) }
                    for loser in ballot.ranking[(place + 1)...].joined() { add(1, of: winner, over: loser) }
                }
            }
        }
    }

    /// Adds one verdict on a pair.
    /// - Parameter share: 1 if `first` is better, 0 if `second` is, ½ for a tie.
    public mutating func add(_ share: Double, of first: Label, over second: Label) {
        wins[Pair(first: first, second: second), default: 0] += share
        wins[Pair(first: second, second: first), default: 0] += 1 - share
        comparisons[Pair(first: first, second: second), default: 0] += 1
        comparisons[Pair(first: second, second: first), default: 0] += 1
    }

    /// The share of the comparisons of two answers that the first one won, 0 to 1; `nil` if nobody compared them.
    public func share(of first: Label, over second: Label) -> Double? {
        let pair = Pair(first: first, second: second)
        guard let count = comparisons[pair], count > 0, let won = wins[pair] else { return nil }
        return won / count
    }

    /// The Borda score of each answer: the mean of its win shares over the answers it was compared with, 0 to 1.
    ///
    /// Borda's count (J.-C. de Borda, "Mémoire sur les élections au scrutin", 1781) in its pairwise form, with every
    /// pair normalised by its own number of comparisons: a missing or short ballot takes weight from no answer and
    /// gives weight to none. An answer that nobody compared has no score.
    public func borda(of candidates: [Label]) -> [Label: Double] {
        var scores: [Label: Double] = [:]
        for candidate in candidates {
            let shares = candidates.compactMap { $0 == candidate ? nil : share(of: candidate, over: $0) }
            if !shares.isEmpty { scores[candidate] = shares.reduce(0, +) / Double(shares.count) }
        }
        return scores
    }
}
