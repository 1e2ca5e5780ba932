import CouncilKit

extension Reply {
    /// How the text ended, in words; `nil` if it came to its own end.
    var ending: String? {
        let explanation = stopExplanation.map { " (\($0))".harmlessLine } ?? ""
        return switch stopReason {
        case .finished: nil
        case .length where stopExplanation != nil: "cut off\(explanation)"
        case .length: "cut off at its token limit"
        case .filtered: "ended by the provider's content filter\(explanation)"
        case .refused: "the model declined\(explanation)"
        default: "stop reason: \(stopReason.rawValue.harmlessLine)\(explanation)"
        }
    }
}

extension Reply {
    /// Where a reply comes from that nobody was asked for; `nil` of any other.
    var origin: String? { isCached == true ? "from the response cache" : nil }

    /// What to know about the reply: how it ended, what its author could not look at.
    var remarks: [String] {
        let blind = (omissions ?? []).isEmpty ? nil : "could not look at \((omissions ?? []).joined(separator: ", "))"
        return [ending, blind?.harmlessLine].compactMap { $0 }
    }
}

extension Outcome {
    /// Why the models that were asked before the last one of a chain have failed.
    func earlierReasons(of call: Call) -> [String] {
        setbacks.filter { $0.call == call && $0.setback.remedy == .fallback }
            .compactMap { $0.setback.error?.message.harmlessLine }
    }

    /// The reply that the final answer is.
    private var finalReply: Reply? {
        guard let conclusion else { return nil }
        return if case .member(let seat) = conclusion.call.role { answers[seat] } else { conclusion.reply }
    }

    /// How the final answer ended, if not at its own end, and what its author could not look at.
    var endingNote: String? {
        guard let reply = finalReply, !reply.remarks.isEmpty else { return nil }
        let keys = "max_answer_tokens and max_final_tokens set it, or the budget does"
        let advice = reply.stopReason == .length && reply.stopExplanation == nil ? " (\(keys))" : ""
        guard let ending = reply.ending else { return "Whoever wrote the final answer \(reply.remarks[0])." }
        let blind = reply.remarks.dropFirst().map { "; its author \($0)" }.joined()
        return "The final answer may be incomplete: \(ending)\(advice)\(blind)."
    }

    /// All there is to know about the final answer before reading it.
    var notes: [String] { [sourceNote, endingNote].compactMap { $0 } }
}
