/// Stage three: the chairman writes the final answer from the blind answers, the reviews and the tally.
extension Sitting {
    func conclude() async throws {
        let outcome = await recorder.outcome
        guard let run = outcome.run, let tally = outcome.tally else { return }
        let prompt = Prompts.conclusion(of: outcome, in: run)
        let end = stageEnd(in: run)
        for chair in chairs(after: outcome, in: run) {
            switch try await make(chair.call, to: chair.member, prompt, until: end) {
            case .success(let reply):
                let source: Conclusion.Source = chair.call.actingSeat == nil ? .chairman : .actingChairman
                try await recorder.record(
                    .concluded(Conclusion(text: reply.text, source: source, call: chair.call, reply: reply)))
                return
            case .failure(let error):
                try await recorder.record(.failed(chair.call, error))
            }
        }
        guard let best = tally.standings.first, let seat = run.seat(of: best.label), let reply = outcome.answers[seat]
        else { return }
        try await recorder.record(
            .concluded(
                Conclusion(
                    text: reply.text, source: .topRanked, call: Call(role: .member(seat), model: run.seats[seat]))))
    }

    func concludeWithSoleAnswer() async throws {
        let outcome = await recorder.outcome
        guard let run = outcome.run, let (seat, reply) = outcome.answers.first else { return }
        try await recorder.record(
            .concluded(
                Conclusion(
                    text: reply.text, source: .soleAnswer, call: Call(role: .member(seat), model: run.seats[seat]))))
    }

    /// The chairman, then the members that are alive, best-ranked first; without those that failed in the chair before.
    private func chairs(after outcome: Outcome, in run: Run) -> [(call: Call, member: Member)] {
        let ranked = (outcome.tally?.standings ?? []).compactMap { run.seat(of: $0.label) }
        let alive = ranked.filter { seat in
            // The chairman's own model has just failed at this very prompt.
            guard council.members[seat].name != council.chairman.name else { return false }
            let failure = outcome.failure(of: .reviewer(seat))
            return failure == nil || failure?.code == .unreadableReview
        }
        let chairs =
            [(call: Call(role: .chairman, model: council.chairman.name), member: council.chairman)]
            + alive.map { seat in
                let member = council.members[seat]
                return (call: Call(role: .chairman, model: member.name, actingSeat: seat), member: member)
            }
        return chairs.filter { chair in !outcome.failures.contains { $0.call == chair.call } }
    }
}
