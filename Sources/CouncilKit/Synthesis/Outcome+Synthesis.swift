extension Outcome {
    /// The replies of the calls that the synthesis made, the final answer's own left out unless it was a draft, in the
    /// order in which the steps follow each other.
    var synthesisReplies: [(call: Call, reply: Reply)] {
        let revised = revisions.sorted { $0.key < $1.key }.map { seat, reply in
            (call: Call(role: .reviser(seat), model: run?.seats[seat] ?? ""), reply: reply)
        }
        // The preferences of an earlier round are counted there.
        let chosen = preferences.filter { role, _ in !earlier.contains { $0.preferences[role] != nil } }.values
            .sorted { $0.call.role.description < $1.call.role.description }.map { (call: $0.call, reply: $0.reply) }
        return revised + [analysis.map { (call: $0.call, reply: $0.reply) }].compactMap { $0 }
            + [draft.map { (call: $0.call, reply: $0.reply) }].compactMap { $0 } + chosen
            + [audit.map { (call: $0.call, reply: $0.reply) }].compactMap { $0 }
    }

    /// The seats whose answers are reviewed, the strongest first.
    ///
    /// By the tally, or that of the first round, where it ranks anything. Before any review the chairman's model comes
    /// first, because it was trusted with the chair, then the seats in their order.
    public var seatsByStrength: [Int] {
        guard let run else { return reviewedSeats }
        let ranked = ([tally].compactMap { $0 } + earlier.compactMap(\.tally)).first { $0.isRanked }
        let places = (ranked?.standings ?? []).compactMap { run.seat(of: $0.label) }
        return reviewedSeats.sorted { one, other in
            func key(_ seat: Int) -> (Int, Int, Int) {
                (places.firstIndex(of: seat) ?? .max, run.seats[seat] == run.chairman ? 0 : 1, seat)
            }
            return key(one) < key(other)
        }
    }

    /// The best single answer: that of the seat that leads the tally.
    public var bestSeat: Int? {
        guard let run, let best = tally?.standings.first, let seat = run.seat(of: best.label), answers[seat] != nil
        else { return nil }
        return seat
    }

    /// The seats whose answers the chairman writes from once it has analysed all: the leader and those tied with it,
    /// else the better half, two at least; best first.
    public var leadingSeats: [Int] {
        guard let run, let tally, tally.isRanked else { return reviewedSeats }
        let ranked = tally.standings.compactMap { run.seat(of: $0.label) }
        let tied = (tally.tie ?? []).compactMap { run.seat(of: $0) }
        return Array(ranked.prefix(max(2, (ranked.count + 1) / 2, tied.count)))
    }

    /// The members that compare the draft with the best single answer: reviewers that wrote neither, as far as there
    /// are any; nobody is asked to judge its own text unless nobody else is there.
    public var comparingSeats: [Int] {
        guard let run, let best = bestSeat else { return [] }
        let alive = reviewingSeats.filter { seat in
            failure(of: .reviewer(seat)).map { $0.code == .unreadableReview } ?? true
        }
        let author = draft?.call
        let others = alive.filter { $0 != best }
        let impartial = others.filter { author?.actingSeat != $0 && run.seats[$0] != author?.model }
        return [impartial, others, alive].first { !$0.isEmpty } ?? []
    }
}
