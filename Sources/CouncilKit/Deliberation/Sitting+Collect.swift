/// Stage one: every member answers, all at once.
extension Sitting {
    /// Collects the answers, then goes on. With a quorum, members that are late go on answering beside what follows;
    /// whoever has not ended when the council has concluded is cancelled.
    func collect(then proceed: @escaping @Sendable () async throws -> Void) async throws {
        guard let (run, missing) = await missingAnswers() else { return }
        if let quorum = run.settings.quorum, !missing.isEmpty {
            return try await collect(quorum, of: missing, in: run, until: stageEnd(in: run), then: proceed)
        }
        try await collect(missing, in: run)
        try await proceed()
    }

    /// Whoever went on before the run was cut off is not waited for the second time either.
    private func missingAnswers() async -> (Run, [Int])? {
        let outcome = await recorder.outcome
        guard let run = outcome.run else { return nil }
        let missing = run.seats.indices.filter { seat in
            outcome.panel == nil && outcome.answers[seat] == nil && outcome.failure(of: .member(seat)) == nil
        }
        return (run, missing)
    }

    @inline(never)  // What it holds is gone when the reviews begin.
    private func collect(_ missing: [Int], in run: Run) async throws {
        let end = stageEnd(in: run)
        try await withThrowingDiscardingTaskGroup { group in
            for seat in missing { group.addTask { try await answer(from: seat, in: run, until: end) } }
        }
    }

    private enum Step {
        case ended, patienceIsOver, concluded
    }

    @inline(never)
    private func collect(
        _ quorum: Int, of missing: [Int], in run: Run, until end: Duration?,
        then proceed: @escaping @Sendable () async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Step.self) { group in
            for seat in missing {
                group.addTask {
                    try await answer(from: seat, in: run, until: end)
                    return .ended
                }
            }
            let patience = run.settings.patience ?? 0
            if patience > 0 {
                group.addTask {
                    try await environment.sleep(.seconds(patience))
                    return .patienceIsOver
                }
            }
            var underWay = missing.count
            var isPatient = patience > 0
            while underWay > 0 {
                // A run that was cut off may have its quorum from before.
                if !isPatient, await recorder.outcome.answers.count >= quorum {
                    try await recorder.note(.proceeded(seats: recorder.outcome.answeredSeats))
                    break
                }
                guard let step = try await group.next() else { break }
                if step == .ended { underWay -= 1 } else { isPatient = false }
            }
            group.addTask {
                try await proceed()
                return .concluded
            }
            while let step = try await group.next(), step != .concluded {}
            group.cancelAll()
        }
    }

    private func answer(from seat: Int, in run: Run, until end: Duration?) async throws {
        let member = council.members[seat]
        let call = Call(role: .member(seat), model: member.name)
        let attempt = try await attempt(call, to: member, Prompts.answer(from: seat, in: run), until: end)
        try await recorder.note(Self.event(of: call, attempt))
    }

    private static func event(of call: Call, _ attempt: Caller.Attempt) -> CouncilEvent {
        switch attempt.result {
        case .success(let reply): .answered(call, reply)
        case .failure(let error): .failed(call, error)
        }
    }
}
