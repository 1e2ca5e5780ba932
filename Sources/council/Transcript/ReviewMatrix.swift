import CouncilKit

/// Who gave whom which scores: a row for each reviewer, a column for each answer.
struct ReviewMatrix: Sendable, Hashable {
    /// One reviewer's view of one answer.
    enum Cell: Sendable, Hashable, CustomStringConvertible {
        case scores(accuracy: Double, insight: Double)
        /// The share of its comparisons that the answer won, for reviewers that only compare.
        case share(Double)
        case pending
        case own
        case failed
        /// The reviewer's form does not speak of the answer.
        case missing

        var description: String {
            switch self {
            case .scores(let accuracy, let insight): "\(Figures.score(accuracy))/\(Figures.score(insight))"
            case .share(let share): "\(Int((share * 100).rounded()))%"
            case .pending: "·"
            case .own: "–"
            case .failed: "!"
            case .missing: "?"
            }
        }
    }

    struct Row: Sendable, Hashable {
        var seat: Int
        var cells: [Cell]
    }

    /// The labels of the answers that are reviewed, in seat order.
    let labels: [Label]
    let rows: [Row]
    /// Whether the cells are scores, not shares of comparisons.
    let hasScores: Bool

    init(_ outcome: Outcome) {
        guard let run = outcome.run else {
            labels = []
            rows = []
            hasScores = true
            return
        }
        let seats = outcome.reviewedSeats.filter { outcome.answers[$0] != nil }
        hasScores = outcome.reviews.values.allSatisfy { $0.basis == nil }
        labels = seats.map { run.labels[$0] }
        rows = seats.filter(outcome.mayReview).map { reviewer in
            Row(seat: reviewer, cells: seats.map { Self.cell(of: reviewer, on: $0, in: outcome, run) })
        }
    }

    private static func cell(of reviewer: Int, on seat: Int, in outcome: Outcome, _ run: Run) -> Cell {
        let review = outcome.reviews[reviewer]
        if let share = review?.share(of: run.labels[seat]) { return .share(share) }
        if reviewer == seat { return .own }
        if let review {
            guard let assessment = review.assessments.first(where: { $0.label == run.labels[seat] }) else {
                return .missing
            }
            return .scores(accuracy: assessment.accuracy, insight: assessment.insight)
        }
        let isOver = outcome.failure(of: .reviewer(reviewer)) != nil || outcome.tally != nil
        return isOver ? .failed : .pending
    }
}

extension Outcome {
    /// Whether the member in a seat reviews: all do unless the settings let only some.
    fileprivate func mayReview(_ seat: Int) -> Bool {
        run?.settings.maximumReviewers == nil && run?.settings.review?.reviewers == nil
            || reviewingSeats.contains(seat)
    }
}

extension Review {
    /// The mean share of an answer in the comparisons that it stands in; `nil` where answers were not compared in pairs.
    fileprivate func share(of label: Label) -> Double? {
        guard basis != nil, let comparisons else { return nil }
        let shares = comparisons.compactMap { comparison in
            comparison.first == label ? comparison.share : comparison.second == label ? 1 - comparison.share : nil
        }
        return shares.isEmpty ? nil : shares.reduce(0, +) / Double(shares.count)
    }
}
