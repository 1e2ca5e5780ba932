/// Stage two, pair by pair: short calls for small or noisy reviewers.
extension Sitting {
    /// Asks one reviewer which of two answers is better. Where letters with probabilities are wanted and the provider
    /// gives neither, the pair is asked once more in words.
    /// - Parameter isSecond: Whether it has been asked for a letter before.
    func compare(
        _ answers: [BlindAnswer], by seat: Int, in run: Run, isSecond: Bool, until end: Duration?
    ) async throws {
        let member = council.members[seat]
        let labels = answers.map(\.label)
        let first = run.settings.reviewing.mode == .logprobs && !isSecond
        for isLetter in first ? [true, false] : [false] {
            let call = Call(
                role: .reviewer(seat), model: member.name, attempt: isLetter || !first && !isSecond ? 1 : 2,
                pair: labels)
            let prompt = Prompts.preference(between: answers, by: seat, in: run, asLetter: isLetter)
            let complaint: String
            let reply: Reply
            switch try await make(call, to: member, prompt, until: end) {
            // Some providers refuse to write so little.
            case .failure(let error) where isLetter && [.badRequest, .empty].contains(error.code):
                reply = Reply(text: "")
                complaint = error.message
            case .failure(let error): return try await recorder.record(.failed(call, error))
            case .success(let received):
                if let preference = PreferenceForm(labels, isLetter: isLetter).read(received) {
                    return try await recorder.record(.paired(call, preference, received))
                }
                reply = received
                complaint =
                    isLetter
                    ? "Neither letter was likely, or the provider tells no probabilities."
                    : "It names neither answer, nor a tie."
            }
            try await recorder.record(.unreadable(call, reply, complaint: complaint))
        }
    }
}
