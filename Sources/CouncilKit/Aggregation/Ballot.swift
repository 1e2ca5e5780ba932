/// A ranking of answers from best to worst: ties allowed, possibly partial.
public struct Ballot: Sendable, Hashable, Codable {
    /// The ranking; answers in one inner array are tied.
    public var ranking: [[Label]]

    public init(ranking: [[Label]]) { self.ranking = ranking }

    /// The rank of each answer on this ballot, 1 the best; tied answers share the mean of the places they fill.
    public var ranks: [Label: Double] {
        var ranks: [Label: Double] = [:]
        var placed = 0
        for group in ranking {
            for label in group { ranks[label] = Double(placed) + Double(group.count + 1) / 2 }
            placed += group.count
        }
        return ranks
    }
}

extension Ballot: CustomStringConvertible {
    /// The ranking as text, for example `K47 > B12 = T80`.
    public var description: String {
        ranking.map { $0.map(\.rawValue).joined(separator: " = ") }.joined(separator: " > ")
    }
}
