import CouncilKit

extension Reply {
    /// How the text ended, in words; `nil` if it came to its own end.
    var ending: String? {
        switch stopReason {
        case .finished: nil
        case .length: "cut off at its token limit"
        case .filtered: "ended by the provider's content filter"
        case .refused: "the model declined"
        default: "stop reason: \(stopReason.rawValue.harmlessLine)"
        }
    }
}

extension Outcome {
    /// How the final answer ended, if not at its own end.
    var endingNote: String? {
        guard let conclusion else { return nil }
        let reply: Reply? =
            if case .member(let seat) = conclusion.call.role { answers[seat] } else { conclusion.reply }
        guard let ending = reply?.ending else { return nil }
        let advice = reply?.stopReason == .length ? " (max_answer_tokens and max_final_tokens set it)" : ""
        return "The final answer may be incomplete: \(ending)\(advice)."
    }

    /// All there is to know about the final answer before reading it.
    var notes: [String] { [sourceNote, endingNote].compactMap { $0 } }
}
