/// Two texts compared blind, in both orders.
extension Sitting {
    /// Compares the draft with the best single answer.
    func compareDraft() async throws {
        let outcome = await recorder.outcome
        guard let run = outcome.run, run.settings.synthesisInForce.doNoHarm,
            outcome.comparisons[.doNoHarm] == nil, let draft = outcome.draft, let best = outcome.bestSeat,
            let answer = outcome.answers[best], answer.text != draft.value
        else { return }
        let judges = outcome.comparingSeats
        try await compare(draft.value, answer.text, for: .doNoHarm, by: judges, in: run)
        let known = await recorder.outcome
        try await recorder.note(
            .weighed(
                Comparison(
                    purpose: .doNoHarm, first: nil, second: run.labels[best],
                    verdicts: judges.map { known.verdict(of: $0, for: .doNoHarm) })))
    }

    /// Asks judges, all at once, each in both orders; only for what is missing.
    func compare(
        _ first: String, _ second: String, for purpose: Comparison.Purpose, by judges: [Int], in run: Run
    ) async throws {
        let outcome = await recorder.outcome
        let end = stageEnd(in: run)
        try await withThrowingDiscardingTaskGroup { group in
            for seat in judges {
                for isSwapped in [false, true] {
                    let role = purpose.role(of: seat, isSwapped: isSwapped)
                    guard outcome.preferences[role] == nil, outcome.failure(of: role) == nil else { continue }
                    let form = ComparisonForm(purpose: purpose, seat: seat, in: run)
                    let texts = isSwapped ? [second, first] : [first, second]
                    let questionnaire = Questionnaire(
                        prompt: { Prompts.comparison(of: texts, form, by: role, in: run, after: $0) },
                        read: { text, _ in form.read(text, isSwapped: isSwapped) },
                        event: { .compared($0, $1, $2) })
                    group.addTask {
                        let member = council.members[seat]
                        let call = Call(role: role, model: member.name)
                        _ = try await fill(questionnaire, call, asking: member, until: end)
                    }
                }
            }
        }
    }
}

extension Outcome {
    /// What a judge said in both orders.
    func verdict(of seat: Int, for purpose: Comparison.Purpose) -> Comparison.Verdict {
        Comparison.Verdict(
            seat: seat, original: preferences[purpose.role(of: seat, isSwapped: false)]?.value,
            swapped: preferences[purpose.role(of: seat, isSwapped: true)]?.value)
    }
}

extension Comparison.Purpose {
    /// The role in which a judge is asked.
    func role(of seat: Int, isSwapped: Bool) -> Role {
        switch self {
        case .doNoHarm: .comparer(seat, isSwapped: isSwapped)
        case .earlyStop: .judge(seat, isSwapped: isSwapped)
        }
    }
}
