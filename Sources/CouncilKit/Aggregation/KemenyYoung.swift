/// The Kemeny–Young rule: the rankings that disagree least with the ballots, pair by pair.
///
/// J. G. Kemeny, "Mathematics without numbers", *Daedalus* 88, 1959; H. P. Young and A. Levenglick, "A consistent
/// extension of Condorcet's election principle", *SIAM Journal on Applied Mathematics* 35, 1978. Every pair counts as
/// often as it was compared; a tie counts half for each order.
///
/// Up to ``exactLimit`` answers all best rankings are found, by dynamic programming over subsets. Above it a single
/// ranking is found by a heuristic: from the Borda order, answers are moved to better places until no single move
/// helps (A. Ali and M. Meilă, "Experiments with Kemeny ranking: what works when?", *Mathematical Social Sciences* 64,
/// 2012). Its ranking may not be the best, and answers that are exactly equal fall in the order of the candidates.
public struct KemenyYoung: Sendable {
    /// The largest number of answers for which the result is exact.
    public static let exactLimit = 8

    private let candidates: [Label]
    private let matrix: PairMatrix
    /// How many best rankings there are; 1 where the heuristic stands in.
    public let rankingCount: Int
    /// The mean place of each answer over all best rankings, 1 the best, in the order of the candidates.
    private let places: [Double]
    private let heuristicRanking: [Int]?
    private let table: SubsetTable?

    /// - Parameters:
    ///   - candidates: The answers to rank.
    ///   - shares: The comparisons among them.
    public init(of candidates: [Label], in shares: PairwiseShares) {
        self.candidates = candidates
        matrix = shares.matrix(of: candidates)
        if candidates.count <= Self.exactLimit {
            let table = SubsetTable(matrix)
            self.table = table
            heuristicRanking = nil
            rankingCount = table.rankingCount
            places = table.meanPlaces
        } else {
            let ranking = matrix.locallyBestRanking
            table = nil
            heuristicRanking = ranking
            rankingCount = 1
            var places = Array(repeating: 0.0, count: candidates.count)
            for (place, candidate) in ranking.enumerated() { places[candidate] = Double(place + 1) }
            self.places = places
        }
    }

    /// The mean place of each answer over all best rankings, 1 the best.
    public var meanPlaces: [Label: Double] { Dictionary(zip(candidates, places)) { first, _ in first } }

    /// The best rankings, best answer first.
    /// - Parameter limit: How many at most: there can be as many as there are orders.
    public func rankings(limit: Int = 1000) -> [[Label]] {
        let rankings = table?.rankings(limit: limit) ?? [heuristicRanking ?? []]
        return rankings.map { $0.map { candidates[$0] } }
    }
}

extension PairMatrix {
    /// A ranking that no move of a single answer improves.
    fileprivate var locallyBestRanking: [Int] {
        let scores = (0..<count).map { row in
            let shares = (0..<count).compactMap { $0 == row ? nil : share(row, $0) }
            return shares.isEmpty ? 0 : shares.reduce(0, +) / Double(shares.count)
        }
        var ranking = (0..<count).sorted { (-scores[$0], $0) < (-scores[$1], $1) }
        while let better = improvement(of: ranking) { ranking = better }
        return ranking
    }

    /// The ranking after the best single move; `nil` if no move helps.
    private func improvement(of ranking: [Int]) -> [Int]? {
        var best: (gain: Double, from: Int, to: Int)?
        for from in ranking.indices {
            for direction in [-1, 1] {
                var gain = 0.0
                var to = from + direction
                while ranking.indices.contains(to) {
                    let moved = ranking[from]
                    let passed = ranking[to]
                    let forMoved = wins[moved * count + passed] - wins[passed * count + moved]
                    gain += direction < 0 ? forMoved : -forMoved
                    if gain > (best?.gain ?? 0) + 1e-9 { best = (gain, from, to) }
                    to += direction
                }
            }
        }
        guard let best else { return nil }
        var ranking = ranking
        ranking.insert(ranking.remove(at: best.from), at: best.to)
        return ranking
    }
}
