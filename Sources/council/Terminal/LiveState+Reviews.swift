import CouncilKit

/// The picture of the reviews and of the chair.
extension LiveState {
    private static let cellWidth = 6

    private var hasReviews: Bool {
        outcome.tally != nil || !outcome.reviews.isEmpty || outcome.unreadable.contains { $0.call.role.reviewer != nil }
            || (flights.keys.contains { $0.reviewer != nil })
            || (outcome.failures.contains { $0.call.role.reviewer != nil })
    }

    /// The matrix, or its summary if the window is too narrow for the columns; nothing before the reviews.
    func matrixLines(in run: Run, window: Console.Window, at now: Duration) -> [InkLine] {
        guard hasReviews else { return [] }
        let matrix = ReviewMatrix(outcome)
        let widest = matrix.rows.map { reviewer(in: $0.seat, of: run).displayWidth }.max() ?? 0
        let room = window.columns - 1 - matrix.labels.count * Self.cellWidth
        // A name needs its label, a space and a few letters.
        guard room >= 4 + min(widest, 6) else { return [matrixSummary] }
        let width = min(widest + 4, room)
        let title = !matrix.hasScores ? "preferred" : width < 16 ? "scores" : "accuracy/insight"
        var heading = InkLine(title.padded(to: width), .dim)
        for label in matrix.labels { heading.append(label.rawValue.padded(to: Self.cellWidth, alignment: .trailing)) }
        return [heading]
            + matrix.rows.map { row in
                let name = reviewer(in: row.seat, of: run).truncated(to: width - 4, keeping: .ending)
                var line = InkLine("\(run.labels[row.seat]) ", .dim)
                line.append(name.padded(to: width - 4))
                for cell in row.cells {
                    line.append(cell.description.padded(to: Self.cellWidth, alignment: .trailing), cell.ink)
                }
                line.append(remark(on: row.seat), .dim)
                return line
            }
    }

    private func reviewer(in seat: Int, of run: Run) -> String {
        (outcome.judge(in: seat) ?? run.seats[seat]).harmlessLine
    }

    /// One line in place of a matrix that has no room.
    var matrixSummary: InkLine {
        let failed = outcome.answeredSeats.filter { outcome.failure(of: .reviewer($0)) != nil }.count
        let told = "reviews: \(outcome.reviews.count) of \(outcome.answers.count)"
        return InkLine(failed == 0 ? told : "\(told), \(failed) failed")
    }

    private func remark(on seat: Int) -> String {
        if let flight = flights[.reviewer(seat)] {
            let attempt = flight.call.attempt > 1 ? "  asked again" : ""
            let tokens = flight.bytes > 0 ? "  \(Figures.tokens(flight.tokens, isEstimate: true))" : ""
            return attempt + tokens
        }
        guard let error = outcome.failure(of: .reviewer(seat)), outcome.reviews[seat] == nil else { return "" }
        return error.code == .unreadableReview ? "  could not be read" : "  failed"
    }

    /// Who is writing the final answer, and who could not.
    func chairmanLines(in run: Run, at now: Duration) -> [InkLine] {
        let failed = outcome.failures.filter { $0.call.role == .chairman }.map {
            InkLine($0.error.sentence(about: $0.call, in: run), .red)
        }
        guard let flight = flights[.chairman] else { return failed + synthesisLines(in: run) }
        let name = run.name(of: flight.call)
        let who =
            flight.call.actingSeat == nil ? "the chairman, \(name), writes…" : "\(name) takes the chair and writes…"
        let tokens = flight.bytes > 0 ? "  \(Figures.tokens(flight.tokens, isEstimate: true))" : ""
        return failed + [InkLine(who + tokens, .bold)]
    }
}

extension Role {
    fileprivate var reviewer: Int? {
        if case .reviewer(let seat) = self { seat } else { nil }
    }
}

extension ReviewMatrix.Cell {
    fileprivate var ink: Ink {
        switch self {
        case .scores, .share: .green
        case .pending, .own, .missing: .dim
        case .failed: .red
        }
    }
}
