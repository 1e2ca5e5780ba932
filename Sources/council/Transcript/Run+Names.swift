import CouncilKit

extension Run {
    /// The name of the member in a seat; with its label if the same model holds several seats.
    func name(of seat: Int) -> String {
        guard seats.indices.contains(seat) else { return "seat \(seat)" }
        let model = seats[seat].harmlessLine
        let isUnique = seats.filter { $0 == seats[seat] }.count == 1
        return isUnique || !labels.indices.contains(seat) ? model : "\(model) (\(labels[seat]))"
    }

    /// The name of whoever replied to a call: the model that was asked, or the one that answered in its place.
    func author(of call: Call, _ reply: Reply) -> String { inPlace(of: name(of: call), reply.answeredBy) }

    /// A name, with that of the model that replied in its place, if one did.
    func inPlace(of own: String, _ other: String?) -> String {
        other.map { "\($0.harmlessLine) (in place of \(own))" } ?? own
    }

    /// The name of whoever was called.
    func name(of call: Call) -> String {
        switch call.role {
        case .member(let seat), .reviewer(let seat), .reviser(let seat), .comparer(let seat, _), .judge(let seat, _):
            name(of: seat)
        case .chairman, .analyst, .auditor: call.actingSeat.map { name(of: $0) } ?? call.model.harmlessLine
        }
    }
}

extension Outcome {
    /// The name of whoever wrote the answer in a seat: its member, or the model that answered in its place.
    func author(in seat: Int, of run: Run) -> String { run.inPlace(of: run.name(of: seat), answers[seat]?.answeredBy) }

    /// The name of whoever wrote the answer behind a label.
    func author(of label: Label, in run: Run) -> String {
        run.seat(of: label).map { author(in: $0, of: run) } ?? "nobody"
    }

    /// The name of whoever wrote the final answer.
    func author(of conclusion: Conclusion, in run: Run) -> String {
        if case .member(let seat) = conclusion.call.role { return author(in: seat, of: run) }
        return run.inPlace(of: run.name(of: conclusion.call), conclusion.reply?.answeredBy)
    }

    /// The name of whoever reviewed in a seat.
    func reviewer(in seat: Int, of run: Run) -> String {
        run.inPlace(of: run.name(of: seat), reviewReplies[seat]?.answeredBy)
    }
}
