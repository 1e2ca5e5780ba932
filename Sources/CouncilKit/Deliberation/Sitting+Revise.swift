/// The second round, the only one: every member sees the others' answers and critiques and may revise its own.
extension Sitting {
    func revise() async throws {
        let outcome = await recorder.outcome
        guard let run = outcome.run else { return }
        let end = stageEnd(in: run)
        try await withThrowingDiscardingTaskGroup { group in
            for seat in outcome.reviewedSeats
            where outcome.revisions[seat] == nil && outcome.failure(of: .reviser(seat)) == nil {
                group.addTask { try await revise(seat, after: outcome, in: run, until: end) }
            }
        }
        let known = await recorder.outcome
        let changed = known.revisions.keys.filter { known.revisions[$0]?.text != known.answers[$0]?.text }
        // If all stand by what they said, so do the reviews.
        guard !changed.isEmpty else { return }
        try await recorder.note(.reopened(seats: changed.sorted()))
    }

    private func revise(_ seat: Int, after outcome: Outcome, in run: Run, until end: Duration?) async throws {
        let member = council.members[seat]
        let call = Call(role: .reviser(seat), model: member.name)
        switch try await make(call, to: member, Prompts.revision(by: seat, of: outcome, in: run), until: end) {
        case .success(let reply) where reply.stopReason == .length && outcome.answers[seat]?.stopReason != .length:
            // A whole answer is worth more than the beginning of a better one.
            let error = ModelError(
                .incomplete,
                "\(call.model): the revised answer was cut off at its token limit, so the first one stands",
                suggestion: "Raise max_answer_tokens.")
            try await recorder.note(.failed(call, error.billed(reply.usage, by: reply.answeredBy ?? call.model)))
        case .success(let reply): try await recorder.note(.revised(call, reply))
        // Its first answer stands.
        case .failure(let error): try await recorder.note(.failed(call, error))
        }
    }
}
