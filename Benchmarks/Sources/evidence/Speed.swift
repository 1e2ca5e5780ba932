import CouncilKit

/// How long aggregation takes.
struct Speed {
    func print(_ goals: inout Goals) {
        let labels = (1...8).map { Label("L\($0)") }
        var generator = SeededGenerator(seed: 1, purpose: "speed")
        let reviews = (0..<7).map { seat in
            let order = labels[..<7].shuffled(using: &generator).filter { $0 != labels[seat] }
            return Review(
                reviewer: seat, order: order,
                assessments: order.map { label in
                    Review.Assessment(
                        label: label, accuracy: Int.random(in: 1...10, using: &generator),
                        insight: Int.random(in: 1...10, using: &generator), critique: "")
                }, ballot: Ballot(ranking: order.map { [$0] }))
        }
        let ballots = (0..<8).map { _ in Ballot(ranking: labels.shuffled(using: &generator).map { [$0] }) }
        let tally = milliseconds { _ = Tally(reviews, candidates: Array(labels[..<7]), seed: UInt64($0)) }
        let small = milliseconds { seed in
            _ = Tally(reviews.among(Array(labels[..<4])), candidates: Array(labels[..<4]), seed: UInt64(seed))
        }
        let kemeny = milliseconds { _ in _ = KemenyYoung(of: labels, in: PairwiseShares(ballots)) }
        Swift.print("\nSpeed, median of \(Self.rounds)")
        var columns = Columns("what", "ms", "limit")
        columns.add("tally of 7 answers, 7 ballots, 1,000 bootstrap samples", [text(tally), "5"])
        columns.add("tally of 4 answers, 4 ballots, 1,000 bootstrap samples", [text(small), "–"])
        columns.add("Kemeny–Young of 8 answers, 8 ballots", [text(kemeny), "10"])
        columns.print()
        goals.add("tally of 7 × 7 under 5 ms", "\(text(tally)) ms", isReached: tally < 5)
        goals.add("Kemeny–Young of 8 under 10 ms", "\(text(kemeny)) ms", isReached: kemeny < 10)
    }

    private static let rounds = 101

    private func milliseconds(_ body: (_ round: Int) -> Void) -> Double {
        let clock = ContinuousClock()
        let times = (0..<Self.rounds).map { round in clock.measure { body(round) } }.sorted()
        return times[Self.rounds / 2] / .milliseconds(1)
    }

    private func text(_ milliseconds: Double) -> String { Figure.text(milliseconds) }
}

extension [Review] {
    /// The reviews of the first seats, of their answers alone.
    fileprivate func among(_ labels: [Label]) -> [Review] {
        prefix(labels.count).map { review in
            var review = review
            review.ballot.ranking = review.ballot.ranking.filter { labels.contains($0[0]) }
            review.assessments = review.assessments.filter { labels.contains($0.label) }
            return review
        }
    }
}
