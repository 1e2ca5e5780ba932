/// What is known of the answers' authors before anyone has read the answers.
public struct Prior: Sendable, Hashable {
    /// How much it counts against one run's ballots: λ, 0 for nothing.
    public var lambda: Double
    /// The running strength of each answer's author: win share above or below the middle, −½ to ½.
    public var strengths: [Label: Double]

    public init(lambda: Double, strengths: [Label: Double]) {
        self.lambda = lambda
        self.strengths = strengths
    }

    /// Nothing is known.
    public static let none = Prior(lambda: 0, strengths: [:])

    /// Scores with λ × strength added.
    func added(to scores: [Label: Double]) -> [Label: Double] {
        var scores = scores
        for (label, strength) in strengths { scores[label]? += lambda * strength }
        return scores
    }
}
