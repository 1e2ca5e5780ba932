import CouncilKit

extension Run {
    /// Who reviews, if not all do; `nil` if all do.
    var reviewersNote: String? {
        guard let names = settings.review?.reviewers else { return nil }
        let fit = seats.filter(names.contains)
        guard fit.count > 1, fit.count < seats.count else { return nil }
        let others = Set(seats).subtracting(names).sorted().joined(separator: ", ")
        return "only \(Set(fit).sorted().joined(separator: ", ")) review; \(others) only answer".harmlessLine
    }

    /// How the members review, as far as it is not the usual way.
    var reviewNotes: [String] {
        var notes: [String] = []
        if let review = settings.review {
            switch review.mode {
            case .listwise: break
            case .pairwise: notes.append("reviews: pairs of answers, each in both orders")
            case .logprobs:
                notes.append("reviews: pairs of answers, each in both orders, by the probability of one letter")
            }
            if review.passes > 1, review.mode == .listwise {
                notes.append("reviews: every reviewer reads the answers twice, the second time in the reversed order")
            }
            if let prompt = review.prompt { notes.append("the reviewers' task is \(prompt.name) (\(prompt.hash))") }
        }
        if let note = reviewersNote { notes.append(note) }
        if let strengths {
            let list = strengths.models.sorted { $0.key < $1.key }.map {
                "\($0.key) \($0.value < 0 ? "−" : "+")\(Figures.decimal(abs($0.value) * 100)) points"
            }
            notes.append("strength so far, × \(Figures.decimal(strengths.lambda)): \(list.joined(separator: ", "))")
        }
        return notes
    }
}
