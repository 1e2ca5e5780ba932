import CouncilKit

extension Outcome {
    /// What to know about the final answer before reading it; `nil` if the chairman wrote it.
    var sourceNote: String? {
        guard let conclusion, let run else { return nil }
        let author = self.author(of: conclusion, in: run)
        switch conclusion.source {
        case .chairman:
            guard let author = conclusion.reply?.answeredBy else { return nil }
            let isHedge = !setbacks.contains { $0.call == conclusion.call && $0.setback.remedy == .fallback }
            return "By \(author.harmlessLine), in place of the chairman, \(run.chairman.harmlessLine), which "
                + (isHedge ? "was slower." : "failed.")
        case .actingChairman:
            let reason = "the chairman, \(run.chairman.harmlessLine), failed"
            return "By \(author), acting chairman: \(reason), and this is the best-ranked member that could write."
        case .topRanked:
            let hasScores = tally?.standings.first?.accuracy != nil
            let answer =
                if tally?.isRanked == true {
                    "the top-ranked answer"
                } else if hasScores {
                    "the answer with the highest scores"
                } else {
                    "one of the answers, which nothing ranks"
                }
            return "Nobody could take the chair: this is \(answer), by \(author), unchanged."
        case .soleAnswer:
            return "Only \(author) answered, so there was nothing to review or to rank: this is its answer, unchanged."
        case .bestAnswer:
            guard let draft else {
                return "Stopped early: this is the answer of \(author), unchanged, which a judge found clearly better."
            }
            return
                "The draft of \(run.author(of: draft.call, draft.reply)) was worse than the best single answer in a blind "
                + "comparison: this is that answer, by \(author), unchanged."
        case .vote:
            return "By vote: \(voteSentence(in: run) ?? "") In the words of \(author)."
        }
    }

    /// Why the answers are not ranked; `nil` if they are, or if it is too early to say.
    var rankingNote: String? {
        if answers.count == 1, conclusion != nil { return "One answer: there was nothing to rank." }
        guard let tally, !tally.isRanked else { return nil }
        if reviews.isEmpty {
            let isUnpaid =
                unreadable.isEmpty && !reviewingSeats.isEmpty
                && reviewingSeats.allSatisfy { seat in
                    failure(of: .reviewer(seat))?.code == .overBudget
                }
            return isUnpaid
                ? "The budget could not pay any review, so nothing ranks the answers."
                : "No review could be read, so nothing ranks the answers."
        }
        if answers.count == 2 {
            return "Two answers: each was read by one peer, so nothing compares them; scores only."
        }
        return "No ballot compares two answers; scores only."
    }

    /// How far an unfinished run is, in words.
    var progressNote: String? {
        guard let run, !isEnded else { return nil }
        var parts = ["\(answers.count) of \(run.seats.count) answers"]
        if !reviews.isEmpty { parts.append("\(reviews.count) of \(reviewingSeats.count) reviews") }
        return "Unfinished: \(parts.joined(separator: ", ")). `council resume \(run.id)` goes on with it."
    }
}
