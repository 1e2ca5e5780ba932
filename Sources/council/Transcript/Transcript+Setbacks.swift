import CouncilKit

/// What went wrong on the way and what was done about it.
extension Transcript {
    func setbacks(in run: Run) -> [Block] {
        var items = outcome.setbacks.map { $0.setback.sentence(about: $0.call, in: run) }
        items += outcome.lateSeats.map { "\(run.name(of: $0)) answered too late to be reviewed" }
        items += outcome.abandonedSeats.map { seat in
            let isOver = outcome.isEnded ? "had not answered when the council concluded" : "is not waited for"
            return "\(run.name(of: seat)) \(isOver)"
        }
        items += outcome.answeredSeats.flatMap { seat in
            (outcome.answers[seat]?.omissions ?? []).map { "\(run.name(of: seat)) could not take \($0)" }
        }
        items += outcome.answeredSeats.compactMap { seat in
            outcome.answers[seat]?.answeredBy.map { "\($0) answered in place of \(run.name(of: seat))" }
        }
        items += outcome.reviewReplies.sorted { $0.key < $1.key }.compactMap { seat, reply in
            reply.answeredBy.map { "\($0) reviewed in place of \(run.name(of: seat))" }
        }
        guard !items.isEmpty else { return [] }
        return [.heading("On the way"), .list(items)]
            + outcome.setbacks.enumerated().flatMap { index, item in
                partial(of: item.setback.error, in: item.call, of: run, after: outcome.setbacks[..<index])
            }
    }
}
