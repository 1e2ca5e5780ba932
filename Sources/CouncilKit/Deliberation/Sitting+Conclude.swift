/// Stage three: the chairman writes the final answer from the blind answers, the reviews and the tally; then it is
/// looked at.
extension Sitting {
    func conclude() async throws {
        try await analyse()
        let outcome = await recorder.outcome
        guard let run = outcome.run, outcome.tally != nil else { return }
        guard let (call, reply) = try await write(after: outcome, in: run) else {
            return try await concludeWithTopRanked(after: outcome, in: run)
        }
        let synthesis = run.settings.synthesisInForce
        if synthesis.doNoHarm || synthesis.audit && outcome.analysis != nil {
            // What was paid for goes to the store before anything else is asked.
            if outcome.draft == nil { try await recorder.note(.drafted(call, reply)) }
            try await compareDraft()
            try await audit()
        }
        let final = await recorder.outcome.conclusion(from: call, reply, in: run)
        try await recorder.note(.concluded(final))
    }

    /// Writes the final answer, unless it is there.
    private func write(after outcome: Outcome, in run: Run) async throws -> (Call, Reply)? {
        if let draft = outcome.draft { return (draft.call, draft.reply) }
        let prompt = Prompts.conclusion(of: outcome, in: run)
        for chair in chairs(as: .chairman, after: outcome, in: run) {
            // Each has the time of the stage: one that hangs must not take the chair from the others.
            switch try await make(chair.call, to: chair.member, prompt, until: stageEnd(in: run)) {
            case .success(let reply): return (chair.call, reply)
            case .failure(let error): try await recorder.note(.failed(chair.call, error))
            }
        }
        return nil
    }

    private func concludeWithTopRanked(after outcome: Outcome, in run: Run) async throws {
        guard let seat = outcome.bestSeat, let reply = outcome.answers[seat] else { return }
        try await recorder.note(
            .concluded(
                Conclusion(
                    text: reply.text, source: .topRanked, call: Call(role: .member(seat), model: run.seats[seat]))))
    }

    func concludeWithSoleAnswer() async throws {
        let outcome = await recorder.outcome
        guard let run = outcome.run, let (seat, reply) = outcome.answers.first else { return }
        try await recorder.note(
            .concluded(
                Conclusion(
                    text: reply.text, source: .soleAnswer, call: Call(role: .member(seat), model: run.seats[seat]))))
    }

    /// The chairman, then the members that are alive, best-ranked first; without those that failed in this role before.
    func chairs(as role: Role, after outcome: Outcome, in run: Run) -> [(call: Call, member: Member)] {
        let ranked = (outcome.tally?.standings ?? []).compactMap { run.seat(of: $0.label) }
        let alive = ranked.filter { seat in
            let failure = outcome.failure(of: .reviewer(seat))
            return failure == nil || failure?.code == .unreadableReview
        }
        func isChairmansModel(_ seat: Int) -> Bool { council.members[seat].name == council.chairman.name }
        // The chairman's own model has just failed at this very prompt: others first.
        let successors = alive.filter { !isChairmansModel($0) } + alive.filter(isChairmansModel)
        let chairs =
            [(call: Call(role: role, model: council.chairman.name), member: council.chairman)]
            + successors.map { seat in
                let member = council.members[seat]
                return (call: Call(role: role, model: member.name, actingSeat: seat), member: member)
            }
        return chairs.filter { chair in !outcome.failures.contains { $0.call == chair.call } }
    }
}

extension Outcome {
    /// The final answer: what the chair wrote, or the best single answer if that won the comparison.
    fileprivate func conclusion(from call: Call, _ reply: Reply, in run: Run) -> Conclusion {
        if comparisons[.doNoHarm]?.isFirstWorse == true, let seat = bestSeat, let best = answers[seat] {
            return Conclusion(
                text: best.text, source: .bestAnswer, call: Call(role: .member(seat), model: run.seats[seat]))
        }
        return Conclusion(
            text: reply.text, source: call.actingSeat == nil ? .chairman : .actingChairman, call: call, reply: reply)
    }
}
