import CouncilKit

extension Outcome {
    /// All that is known, one line each: the same lines as in `outcome_client.py`.
    var said: String {
        var lines = [
            "position \(position)\(isEnded ? ", ended" : "")",
            "reviewed seats \(run == nil ? "" : reviewedSeats.map(String.init).joined(separator: ","))",
        ]
        lines += answers.sorted { $0.key < $1.key }.map { seat, reply in
            "answer \(seat) by \(run.flatMap { author(of: $0.labels[seat]) } ?? ""): \(reply.text)"
        }
        lines += revisions.sorted { $0.key < $1.key }.map { "revision \($0.key): \($0.value.text)" }
        for (seat, review) in reviews.sorted(by: { $0.key < $1.key }) {
            lines += ["review \(seat) by \(judge(in: seat) ?? "")"] + review.said
        }
        lines += unreadable.map { "unreadable \($0.call.role): \($0.complaint)" }
        lines += failures.map {
            "failed \($0.call.role): \($0.error.code.rawValue) \($0.error.message) \($0.error.partial ?? "")"
        }
        lines += setbacks.map { "setback \($0.call.role)" }
        if let tally {
            let standings = tally.standings.map { "\($0.label) \($0.rank)" }.joined(separator: ", ")
            lines.append("tally of \(tally.ballots): \(standings); tie \((tally.tie ?? []).joined)")
        }
        if let depth { lines.append("depth \(depth.depth.rawValue): \(depth.reason.rawValue)") }
        if let vote {
            let options = vote.options.map { "\($0.answer) by \($0.seats.map(String.init).joined(separator: ","))" }
            lines.append("vote \(vote.answer): \(options.joined(separator: "; "))")
        }
        if let analysis { lines.append("analysis \(analysis.value.points.said)") }
        if let draft { lines.append("draft by \(draft.call.role): \(draft.value)") }
        lines += preferences.map { ("\($0.key)", $0.value.value.better.rawValue) }.sorted { $0.0 < $1.0 }
            .map { "preference \($0.0): \($0.1)" }
        lines += comparisons.sorted { $0.key.rawValue < $1.key.rawValue }.map { purpose, comparison in
            let seats = comparison.verdicts.map { String($0.seat) }.joined(separator: ",")
            return "comparison \(purpose.rawValue): \(seats)"
        }
        if let audit { lines.append("audit of \(audit.value.total): \(audit.value.dropped.said)") }
        if let conclusion {
            lines.append("conclusion by \(conclusion.call.role), \(conclusion.source.rawValue): \(conclusion.text)")
        }
        lines += earlier.map { "earlier:\n\($0.said)" }
        return lines.joined(separator: "\n")
    }
}

extension Review {
    fileprivate var said: [String] {
        let compared = Set((comparisons ?? []).flatMap { [$0.first, $0.second] })
        let scored = Dictionary(uniqueKeysWithValues: assessments.map { ($0.label, $0) })
        return compared.union(scored.keys).sorted { $0.rawValue < $1.rawValue }.map { label in
            guard let item = scored[label] else { return "  \(label): compared" }
            let (accuracy, insight) = (Int((item.accuracy * 1000).rounded()), Int((item.insight * 1000).rounded()))
            return "  \(label): \(accuracy) \(insight) \(item.critique)"
        }
    }
}

extension [Analysis.Point] {
    fileprivate var said: String {
        map { "\($0.kind.rawValue) \($0.text) \($0.labels.joined)" }.joined(separator: "; ")
    }
}

extension [Label] {
    fileprivate var joined: String { map(\.rawValue).joined(separator: ",") }
}
