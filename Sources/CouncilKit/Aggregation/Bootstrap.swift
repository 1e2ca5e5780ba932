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
    /// The verdicts that reviewers gave, each once: those who agree are one.
    private var verdicts: [PairMatrix] = []
    /// The verdicts of each reviewer whose ballot says anything, one a criterion.
    private var criteria: [[Int]] = []
    /// Samples leave more pairs uncompared than the ballots do; to fill them in roughly is enough for an interval.
    private static let model: BradleyTerry = {
        var model = BradleyTerry(steps: 30)
        model.tolerance = 1e-3
        return model
    }()

    init(_ reviews: [Review], candidates: [Label], own: [Int: Tally.OwnAnswer] = [:]) {
        self.candidates = candidates
        for review in reviews where review.ballot.comparesAnswers {
            let own = own[review.reviewer]
            var verdict = PairwiseShares()
            verdict.add(review, own: own)
            let byScore = review.rankingsByScore.map { ballot in
                var shares = PairwiseShares()
                shares.add(ballot, own: own?.label, selfWeight: own?.weight ?? 0)
                return shares
            }
            var numbers: [Int] = []
            for matrix in ([verdict] + byScore).map({ $0.matrix(of: candidates) }) {
                let number = verdicts.firstIndex(of: matrix) ?? verdicts.count
                if number == verdicts.count { verdicts.append(matrix) }
                numbers.append(number)
            }
            criteria.append(numbers)
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
        let distributions = sampledScores(seed: seed)
        return candidates.indices.map { index in
            guard let score = scores[index], let bounds = distributions[index].bounds else { return nil }
            let shift = prior.lambda * (prior.strengths[candidates[index]] ?? 0)
            return Tally.Interval(lower: min(score, bounds.lower + shift), upper: max(score, bounds.upper + shift))
        }
    }

    /// The scores in the samples that compare the answer, candidate by candidate.
    ///
    /// Few ballots make few different samples, so each is computed once and counted. What was drawn is told by a sum of
    /// random numbers, one a verdict: that two of a thousand sums of 64 bits meet by chance does not happen.
    private func sampledScores(seed: UInt64) -> [Distribution] {
        var generator = SeededGenerator(seed: seed, purpose: "bootstrap")
        var numbers = SeededGenerator(seed: seed, purpose: "samples")
        let keys = verdicts.map { _ in numbers.next() }
        var known: [UInt64: Int] = [:]
        var samples: [(count: Int, scores: [Double?])] = []
        for _ in 0..<Self.samples {
            var again = generator
            var key: UInt64 = 0
            for _ in criteria { key &+= keys[verdict(using: &generator)] }
            if let sample = known[key] {
                samples[sample].count += 1
            } else {
                known[key] = samples.count
                samples.append((1, scores(of: criteria.map { _ in verdict(using: &again) })))
            }
        }
        return candidates.indices.map { candidate in
            Distribution(
                samples.compactMap { sample in sample.scores[candidate].map { ($0, sample.count) } })
        }
    }

    /// Draws a verdict: half of a random number draws the reviewer, half of it the criterion.
    private func verdict(using generator: inout SeededGenerator) -> Int {
        let number = generator.next()
        let reviewer = criteria[Int(((number >> 32) &* UInt64(criteria.count)) >> 32)]
        return reviewer[Int(((number & 0xffff_ffff) &* UInt64(reviewer.count)) >> 32)]
    }

    /// The scores of the candidates if these were the verdicts; `nil` where none of them compares the answer.
    private func scores(of drawn: [Int]) -> [Double?] {
        var sample = PairMatrix(count: candidates.count)
        for verdict in drawn { sample.add(verdicts[verdict]) }
        let compared = sample.compared
        let isWhole = compared.count == candidates.count
        let expected = Self.model.expectedWinShares(in: isWhole ? sample : sample.restricted(to: compared))
        var scores = Array(repeating: Double?.none, count: candidates.count)
        for (index, answer) in compared.enumerated() { scores[answer] = expected[index] }
        return scores
    }

    /// Values, and how often each was found.
    private struct Distribution {
        private let values: [(value: Double, count: Int)]

        init(_ values: [(value: Double, count: Int)]) { self.values = values.sorted { $0.value < $1.value } }

        /// The values that leave the tails outside; `nil` of no values.
        var bounds: (lower: Double, upper: Double)? {
            let outside = Int(Double(values.reduce(0) { $0 + $1.count }) * Bootstrap.tail)
            guard let lower = Self.value(behind: outside, in: values),
                let upper = Self.value(behind: outside, in: values.reversed())
            else { return nil }
            return (lower, upper)
        }

        private static func value(behind outside: Int, in values: some Sequence<(value: Double, count: Int)>) -> Double?
        {
            var passed = 0
            return values.first {
                passed += $0.count
                return passed > outside
            }?.value
        }
    }
}

extension Review {
    /// The orders that the scores imply, equal scores as ties; scores that are all equal imply none. Where pairs were
    /// compared, scores say nothing about the ranking.
    fileprivate var rankingsByScore: [Ballot] {
        guard basis == nil else { return [] }
        return [\Assessment.accuracy, \Assessment.insight].map { score in
            let groups = Dictionary(grouping: assessments) { $0[keyPath: score] }
            return Ballot(ranking: groups.sorted { $0.key > $1.key }.map { $0.value.map(\.label) })
        }.filter { $0.ranking.count > 1 }
    }
}
