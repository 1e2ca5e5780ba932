/// What a reviewer says of two answers that it read one after the other.
public struct PairPreference: Sendable, Hashable, Codable {
    /// Where a verdict was found.
    public enum Basis: String, Sendable, Hashable, Codable {
        /// In the probabilities of the letters that could have been written.
        case logprobs
        /// In the letter that was written.
        case letter
    }

    /// The answer that was read first.
    public var first: Label
    /// The answer that was read second.
    public var second: Label
    /// How far the first one is better: 1 clearly, ½ not at all, 0 clearly worse.
    public var share: Double
    public var basis: Basis

    public init(first: Label, second: Label, share: Double, basis: Basis) {
        self.first = first
        self.second = second
        self.share = share
        self.basis = basis
    }
}

extension Review {
    /// The review that comparisons of pairs make: both orders averaged, contradictions counted.
    /// - Parameter preferences: In any order; a pair that was asked in one order alone counts as it is.
    init(reviewer: Int, order: [Label], preferences: [PairPreference]) {
        var comparisons: [Comparison] = []
        var consistency = Consistency(pairs: 0, contradictions: 0, firstPreferred: 0)
        for (place, first) in order.enumerated() {
            for second in order[(place + 1)...] {
                let forward = preferences.last { $0.first == first && $0.second == second }?.share
                let backward = preferences.last { $0.first == second && $0.second == first }.map { 1 - $0.share }
                let shares = [forward, backward].compactMap { $0 }
                guard !shares.isEmpty else { continue }
                let share = shares.reduce(0, +) / Double(shares.count)
                comparisons.append(
                    Comparison(first: first, second: second, share: (share * 10_000).rounded() / 10_000))
                guard let forward, let backward else { continue }
                consistency.pairs += 1
                if (forward - 0.5) * (backward - 0.5) < 0 {
                    consistency.contradictions += 1
                    if forward > 0.5 { consistency.firstPreferred? += 1 }
                }
            }
        }
        let bases = Set(preferences.map(\.basis))
        self.init(
            reviewer: reviewer, order: order, assessments: [], ballot: comparisons.ballot, comparisons: comparisons,
            consistency: consistency.pairs > 0 ? consistency : nil,
            basis: bases.count > 1 ? "mixed" : bases.first?.rawValue)
    }
}
