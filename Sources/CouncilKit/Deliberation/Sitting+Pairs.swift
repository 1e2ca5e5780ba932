/// Stage two, pair by pair: short calls for small or noisy reviewers.
extension Sitting {
    /// Asks one reviewer which of two answers is better; the second time with the complaint, or in words where the
    /// provider gave neither a letter nor probabilities.
    @inline(never)
    func verdict(on assignment: Assignment, in run: Run, until end: Duration?) async throws -> CouncilEvent {
        let member = council.members[assignment.seat]
        let call = assignment.call(to: member)
        let prompt = Prompts.preference(
            between: assignment.answers, by: assignment.seat, in: run, after: assignment.unreadable)
        let attempt = try await attempt(call, to: member, prompt, until: end)
        let isLetter = run.settings.reviewing.asksForLetter(attempt: call.attempt)
        return Self.event(of: call, attempt, isLetter: isLetter, on: assignment.answers.map(\.label))
    }

    @inline(never)
    private static func event(
        of call: Call, _ attempt: Caller.Attempt, isLetter: Bool, on labels: [Label]
    ) -> CouncilEvent {
        switch attempt.result {
        // Some providers refuse to write so little.
        case .failure(let error) where isLetter && [.badRequest, .empty].contains(error.code):
            return .unreadable(call, Reply(text: ""), complaint: error.message)
        case .failure(let error): return .failed(call, error)
        case .success(let reply):
            if let preference = PreferenceForm(labels, isLetter: isLetter).read(reply) {
                return .paired(call, preference, reply)
            }
            let complaint =
                isLetter
                ? "Neither letter was likely, or the provider tells no probabilities."
                : "It names neither answer, nor a tie."
            return .unreadable(call, reply, complaint: complaint)
        }
    }
}

extension ReviewSettings {
    /// Whether a pair is asked for as a letter; the second time it is asked for in words.
    func asksForLetter(attempt: Int) -> Bool { mode == .logprobs && attempt == 1 }
}
