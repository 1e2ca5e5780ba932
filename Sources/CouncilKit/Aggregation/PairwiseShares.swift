/// How often each answer was placed above each other one: the common ground of the pairwise rules.
public struct PairwiseShares: Sendable, Hashable {
    private struct Pair: Hashable {
        var first: Label
        var second: Label
    }

    private struct Count: Hashable {
        /// How often the first one won, ties as half.
        var wins = 0.0
        /// How often the two were compared.
        var comparisons = 0.0
    }

    private var counts: [Pair: Count] = [:]

    public init() {}

    /// Counts every pair that a ballot ranks: 1 for the better answer, ½ each for a tie.
    public init(_ ballots: [Ballot]) {
        for ballot in ballots { add(ballot) }
    }

    /// Adds every pair that a ballot ranks: 1 for the better answer, ½ each for a tie.
    /// - Parameters:
    ///   - ballot: The ballot.
    ///   - own: The answer of whoever cast it, if it stands on the ballot.
    ///   - selfWeight: What a pair with that answer counts, 0 to 1; the default leaves such pairs out.
    public mutating func add(_ ballot: Ballot, own: Label? = nil, selfWeight: Double = 0) {
        for (place, group) in ballot.ranking.enumerated() {
            for (index, winner) in group.enumerated() {
                for tied in group[(index + 1)...] {
                    add(0.5, of: winner, over: tied, weight: winner == own || tied == own ? selfWeight : 1)
                }
                for loser in ballot.ranking[(place + 1)...].joined() {
                    add(1, of: winner, over: loser, weight: winner == own || loser == own ? selfWeight : 1)
                }
            }
        }
    }

    /// Adds one verdict on a pair.
    /// - Parameters:
    ///   - share: 1 if `first` is better, 0 if `second` is, ½ for a tie.
    ///   - weight: How many comparisons it counts for.
    public mutating func add(_ share: Double, of first: Label, over second: Label, weight: Double = 1) {
        guard weight > 0 else { return }
        note(share * weight, of: Pair(first: first, second: second), weight)
        note((1 - share) * weight, of: Pair(first: second, second: first), weight)
    }

    private mutating func note(_ wins: Double, of pair: Pair, _ weight: Double) {
        let count = counts[pair] ?? Count()
        counts[pair] = Count(wins: count.wins + wins, comparisons: count.comparisons + weight)
    }

    /// The share of the comparisons of two answers that the first one won, 0 to 1; `nil` if nobody compared them.
    public func share(of first: Label, over second: Label) -> Double? {
        let pair = Pair(first: first, second: second)
        return counts[pair].map { $0.wins / $0.comparisons }
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

    /// The Copeland score of each answer: 1 for every answer that it beats in most of their comparisons, ½ for every
    /// one that it draws with; a pair that nobody compared gives nothing.
    ///
    /// A. H. Copeland, "A reasonable social welfare function", seminar notes, University of Michigan, 1951.
    public func copeland(of candidates: [Label]) -> [Label: Double] {
        var scores: [Label: Double] = [:]
        for candidate in candidates {
            let shares = candidates.compactMap { $0 == candidate ? nil : share(of: candidate, over: $0) }
            guard !shares.isEmpty else { continue }
            // Shares are sums of halves over counts: a billionth off the middle is the middle.
            scores[candidate] = shares.reduce(0) { $0 + (abs($1 - 0.5) < 1e-9 ? 0.5 : $1 > 0.5 ? 1 : 0) }
        }
        return scores
    }

    /// The comparisons among some answers as a matrix.
    func matrix(of candidates: [Label]) -> PairMatrix {
        var matrix = PairMatrix(count: candidates.count)
        for (row, first) in candidates.enumerated() {
            for (column, second) in candidates.enumerated() where row != column {
                guard let count = counts[Pair(first: first, second: second)] else { continue }
                matrix.wins[row * candidates.count + column] = count.wins
                matrix.comparisons[row * candidates.count + column] = count.comparisons
            }
        }
        return matrix
    }
}
