import CouncilKit

/// Who gave whom which scores: a row for each reviewer, a column for each answer.
struct ReviewMatrix: Sendable, Hashable {
    /// One reviewer's view of one answer.
    enum Cell: Sendable, Hashable, CustomStringConvertible {
        case scores(accuracy: Int, insight: Int)
        case pending
        case own
        case failed
        /// The reviewer's form does not speak of the answer.
        case missing

        var description: String {
            switch self {
            case .scores(let accuracy, let insight): "\(accuracy)/\(insight)"
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

    /// The labels of the answers, in seat order.
    let labels: [Label]
    let rows: [Row]

    init(_ outcome: Outcome) {
        guard let run = outcome.run else {
            labels = []
            rows = []
            return
        }
        let seats = outcome.answeredSeats
        labels = seats.map { run.labels[$0] }
        rows = seats.filter(outcome.mayReview).map { reviewer in
            Row(seat: reviewer, cells: seats.map { Self.cell(of: reviewer, on: $0, in: outcome, run) })
        }
    }

    private static func cell(of reviewer: Int, on seat: Int, in outcome: Outcome, _ run: Run) -> Cell {
        if reviewer == seat { return .own }
        if let review = outcome.reviews[reviewer] {
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
        run?.settings.maximumReviewers == nil || reviewingSeats.contains(seat)
    }
}
