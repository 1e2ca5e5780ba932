import CouncilKit

extension Review {
    /// The ballot, or the scores of a review that ranks nothing.
    var summary: String {
        guard ballot.ranking.isEmpty else { return "\(ballot)" }
        return assessments.map { "\($0.label) \(Figures.score($0.accuracy))/\(Figures.score($0.insight))" }
            .joined(separator: ", ")
    }
}
