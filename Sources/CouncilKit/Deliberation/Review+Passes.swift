extension Review {
    /// What a reviewer says after it has read the same answers in one order and in the reversed one: scores averaged,
    /// contradictions a tie. One pass alone counts as it is.
    /// - Parameter passes: The reviews in the order of the passes; at least one.
    init?(passes: [Review]) {
        guard var review = passes.first else { return nil }
        guard passes.count > 1 else {
            self = review
            return
        }
        let ranks = passes.map(\.ballot.ranks)
        var comparisons: [Comparison] = []
        var consistency = Consistency(pairs: 0, contradictions: 0, firstPreferred: 0)
        for (place, first) in review.order.enumerated() {
            for second in review.order[(place + 1)...] {
                let leans = ranks.compactMap { $0.lean(first, second) }
                if leans.count > 1 {
                    let verdict = SwappedVerdict(original: leans[0], swapped: leans[1])
                    comparisons.append(Comparison(first: first, second: second, share: (1 + verdict.margin) / 2))
                    consistency.pairs += 1
                    if leans[0] != .none, leans[0].rawValue == -leans[1].rawValue {
                        consistency.contradictions += 1
                        // The first pass shows `first` before `second`, the other one the other way round.
                        if leans[0] == .first { consistency.firstPreferred? += 1 }
                    }
                } else if let only = leans.first {
                    let share = (1 + Double(only.rawValue)) / 2
                    comparisons.append(Comparison(first: first, second: second, share: share))
                }
            }
        }
        review.assessments = review.order.compactMap { label in
            let own = passes.flatMap(\.assessments).filter { $0.label == label }
            guard let critique = own.first?.critique else { return nil }
            let count = Double(own.count)
            return Assessment(
                label: label, accuracy: own.reduce(0) { $0 + $1.accuracy } / count,
                insight: own.reduce(0) { $0 + $1.insight } / count, critique: critique)
        }
        review.comparisons = comparisons
        review.consistency = consistency
        if !comparisons.isEmpty { review.ballot = comparisons.ballot }
        self = review
    }
}

extension [Label: Double] {
    /// Which of two answers these ranks place higher; `nil` unless both are ranked.
    fileprivate func lean(_ first: Label, _ second: Label) -> SwappedVerdict.Lean? {
        guard let one = self[first], let other = self[second] else { return nil }
        return one == other ? SwappedVerdict.Lean.none : one < other ? .first : .second
    }
}
