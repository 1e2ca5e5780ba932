/// Answers that can be compared as they stand are counted instead of being rewritten.
extension Sitting {
    /// Concludes with the answer that wins the vote.
    /// - Returns: Whether there was anything to count.
    func vote() async throws -> Bool {
        let outcome = await recorder.outcome
        guard let run = outcome.run, let vote = outcome.vote ?? outcome.possibleVote else { return false }
        if outcome.vote == nil { try await recorder.note(.voted(vote)) }
        let call = Call(role: .member(vote.seat), model: run.seats[vote.seat])
        try await recorder.note(.concluded(Conclusion(text: vote.text, source: .vote, call: call)))
        return true
    }
}

extension Outcome {
    /// The vote on the answers as they are now; `nil` if they are to be judged, not counted.
    var possibleVote: AnswerVote? {
        guard let synthesis = run?.settings.synthesisInForce else { return nil }
        return AnswerVote(
            on: answers, order: seatsByStrength, type: synthesis.answerType, threshold: synthesis.threshold)
    }
}
