/// Where scores would lie with other reviewers like these.
///
/// B. Efron, "Bootstrap methods: another look at the jackknife", *Annals of Statistics* 7, 1979; percentile intervals.
/// In every sample as many reviewers are drawn, with replacement, as there are; for each of them one of its criteria is
/// drawn: its ballot, or the order that its accuracy or its insight scores imply. A reviewer whose scores contradict its
/// ballot thus widens the intervals. Few reviewers who all agree give intervals that are too narrow: the sample knows
/// nothing of those who might have disagreed.
struct Bootstrap: Sendable {
    /// How many samples are drawn.
    static let samples = 1000
    /// The share of the samples that lies below an interval, and above it.
    static let tail = 0.05

    private let candidates: [Label]
    /// The criteria of each reviewer whose ballot says anything.
    private let criteria: [[PairMatrix]]
    /// Samples leave more pairs uncompared than the ballots do; to fill them in roughly is enough for an interval.
    private static let model: BradleyTerry = {
        var model = BradleyTerry(steps: 30)
        model.tolerance = 1e-3
        return model
    }()

    init(_ reviews: [Review], candidates: [Label], own: [Int: Tally.OwnAnswer] = [:]) {
        self.candidates = candidates
        criteria = reviews.filter(\.ballot.comparesAnswers).map { review in
            let own = own[review.reviewer]
            var verdict = PairwiseShares()
            verdict.add(review, own: own)
            let byScore = review.rankingsByScore.map { ballot in
                var shares = PairwiseShares()
                shares.add(ballot, own: own?.label, selfWeight: own?.weight ?? 0)
                return shares
            }
            return ([verdict] + byScore).map { $0.matrix(of: candidates) }
        }
    }

    /// The intervals of scores that hold 90 % of the samples.
    /// - Parameters:
    ///   - scores: The scores themselves, which every interval takes in; in the order of the candidates.
    ///   - prior: What is added to every sample.
    ///   - seed: The same seed draws the same samples.
    /// - Returns: One entry a candidate; all `nil` if there are fewer than two reviewers.
    func intervals(around scores: [Double?], prior: Prior, seed: UInt64) -> [Tally.Interval?] {
        guard criteria.count > 1 else { return candidates.map { _ in nil } }
        let shifts = candidates.map { prior.lambda * (prior.strengths[$0] ?? 0) }
        var values = sampledScores(seed: seed)
        return candidates.indices.map { index in
            guard let score = scores[index], !values[index].isEmpty else { return nil }
            values[index].sort()
            let outside = Int(Double(values[index].count) * Self.tail)
            return Tally.Interval(
                lower: min(score, values[index][outside] + shifts[index]),
                upper: max(score, values[index][values[index].count - 1 - outside] + shifts[index]))
        }
    }

    /// The scores in every sample that compares the answer, candidate by candidate.
    private func sampledScores(seed: UInt64) -> [[Double]] {
        var generator = SeededGenerator(seed: seed, purpose: "bootstrap")
        var values = Array(repeating: [Double](), count: candidates.count)
        for index in values.indices { values[index].reserveCapacity(Self.samples) }
        var sample = PairMatrix(count: candidates.count)
        for _ in 0..<Self.samples {
            sample.clear()
            for _ in criteria.indices {
                let drawn = criteria[Int(generator.next(upperBound: UInt64(criteria.count)))]
                sample.add(drawn[Int(generator.next(upperBound: UInt64(drawn.count)))])
            }
            let compared = sample.compared
            let isWhole = compared.count == candidates.count
            let scores = Self.model.expectedWinShares(in: isWhole ? sample : sample.restricted(to: compared))
            for (index, answer) in compared.enumerated() { values[answer].append(scores[index]) }
        }
        return values
    }
}

extension Review {
    /// The orders that the scores imply, equal scores as ties; scores that are all equal imply none.
    fileprivate var rankingsByScore: [Ballot] {
        [\Assessment.accuracy, \Assessment.insight].map { score in
            let groups = Dictionary(grouping: assessments) { $0[keyPath: score] }
            return Ballot(ranking: groups.sorted { $0.key > $1.key }.map { $0.value.map(\.label) })
        }.filter { $0.ranking.count > 1 }
    }
}
