import CouncilKit

extension Outcome {
    /// How deep the run went, why, and what that spared, in words.
    func depthSentence(in run: Run) -> String? {
        guard let depth else { return nil }
        let strongest = seatsByStrength.prefix(2).map { author(in: $0, of: run) }
        let names = strongest.joined(separator: " and ")
        let reason =
            switch depth.reason {
            case .strongestAgree: "the two strongest members, \(names), gave the same answer, and it can be checked"
            case .clearMargin: "a judge found one of the two strongest members' answers clearly better, in both orders"
            case .noEarlyStop: "quick was asked for, but nothing allowed to stop early"
            case .agreement: "the reviewers agree"
            case .disagreement: "the members are of two minds"
            case .asked: "it was asked for"
            default: depth.reason.rawValue
            }
        var sentence = "\(depth.depth.rawValue.capitalizedFirst): \(reason)."
        if let calls = depth.skippedCalls {
            let cost = depth.savedCost.map { $0.high > 0 ? ", \($0.low.dollars) to \($0.high.dollars)" : "" } ?? ""
            let what = vote == nil && comparisons[.earlyStop] != nil ? "reviews and synthesis" : "the reviews"
            sentence += " Skipped: \(what), \(calls.low) to \(calls.high) calls\(cost)."
        }
        return sentence
    }

    /// What the vote says, in words.
    func voteSentence(in run: Run) -> String? {
        guard let vote else { return nil }
        let count = vote.options.first { $0.answer == vote.answer }?.seats.count ?? 0
        let strongest = vote.order.first.map { author(in: $0, of: run) } ?? ""
        let reason =
            switch vote.reason {
            case .unanimous: "all agree"
            case .plurality: "more than any other answer"
            case .tieToStrongest: "a tie, which goes to the strongest member among those tied"
            case .keptStrongest:
                "the answer of the strongest member, \(strongest), is kept unless \(vote.threshold) others agree "
                    + "against it"
            }
        return "\(count) of \(vote.order.count) members gave “\(vote.answer)”: \(reason)."
    }

    /// What came of a comparison, in words.
    func sentence(about comparison: Comparison, in run: Run) -> String {
        let second = "\(comparison.second) by \(author(of: comparison.second, in: run))"
        let first = comparison.first.map { "\($0) by \(author(of: $0, in: run))" } ?? "the draft"
        let told = comparison.verdicts.filter { $0.original != nil || $0.swapped != nil }
        guard !told.isEmpty else { return "No judge could be had, so \(first) stands as it is." }
        let votes = [
            (told.count { $0.margin > 0 }, "for \(first)"), (told.count { $0.margin == 0 }, "undecided"),
            (told.count { $0.margin < 0 }, "for \(second)"),
        ]
        let tally = votes.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        switch comparison.purpose {
        case .doNoHarm where comparison.isFirstWorse: return "\(tally): the draft lost, so that answer is returned."
        case .doNoHarm: return "\(tally): the draft \(comparison.margin > 0 ? "won" : "did not lose"), so it is kept."
        case .earlyStop: return "\(tally)."
        }
    }
}

extension Analysis.Kind {
    var heading: String {
        switch self {
        case .consensus: "Consensus"
        case .contradiction: "Contradictions"
        case .unique: "Only one member says"
        case .blindSpot: "Blind spots"
        }
    }
}

extension Preference {
    /// The choice with its reason, such as “the draft (It says more.)”.
    func words(first: String, second: String) -> String {
        let choice =
            switch better {
            case .first: first
            case .second: second
            case .tie: "a tie"
            }
        return reason.allSatisfy(\.isWhitespace) ? choice : "\(choice) (“\(reason)”)"
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
