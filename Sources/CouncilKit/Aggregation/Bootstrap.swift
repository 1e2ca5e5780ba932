/// Where scores would lie with other reviewers like these.
///
/// B. Efron, "Bootstrap methods: another look at the jackknife", *Annals of Statistics* 7, 1979; percentile intervals.
/// In every sample as many reviewers are drawn, with replacement, as there are; for each of them one of its criteria is
/// drawn: its ballot, or the order that its accuracy or its insight scores imply. A reviewer whose scores contradict its
/// ballot thus widens the intervals. Few reviewers who all agree give intervals that are too narrow: the sample knows
/// nothing of those who might have disagreed.
///
/// Few verdicts make few different samples: those are all taken, each with its chance, and nothing is left to luck
/// (N. I. Fisher and P. Hall, "Bootstrap algorithms for small samples", *Journal of Statistical Planning and Inference*
/// 27, 1991). Of many a thousand are drawn.
struct Bootstrap: Sendable {
    /// How many samples are drawn, and how many different ones are taken without drawing.
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
        let samples = allSamples ?? drawnSamples(seed: seed)
        return candidates.indices.map { candidate in
            let values = samples.compactMap { sample in
                sample.scores[candidate].map { (value: $0, weight: sample.weight) }
            }
            guard let score = scores[candidate], let bounds = Distribution(values).bounds else { return nil }
            let shift = prior.lambda * (prior.strengths[candidates[candidate]] ?? 0)
            return Tally.Interval(lower: min(score, bounds.lower + shift), upper: max(score, bounds.upper + shift))
        }
    }

    /// The scores of the candidates in a sample, `nil` for an answer that it does not compare, and how much it counts.
    private typealias Sample = (weight: Double, scores: [Double?])

    /// All samples that can be drawn, each with its chance; `nil` if they are too many.
    private var allSamples: [Sample]? {
        // As many as there are ways to put the reviewers' draws into one box a verdict.
        var number = 1
        for drawn in criteria.indices {
            number = number * (verdicts.count + drawn) / (drawn + 1)
            if number > Self.samples { return nil }
        }
        var chances = verdicts.map { _ in 0.0 }
        for reviewer in criteria {
            for verdict in reviewer { chances[verdict] += 1 / Double(reviewer.count * criteria.count) }
        }
        var samples: [Sample] = []
        samples.reserveCapacity(number)
        /// Goes on with the verdicts from one on, so many still to be drawn.
        func draw(_ remaining: Int, from verdict: Int, weight: Double, into matrix: PairMatrix) {
            var matrix = matrix
            if verdict == verdicts.count - 1 {
                matrix.add(verdicts[verdict], times: Double(remaining))
                let weight = (0..<remaining).reduce(weight) { weight, _ in weight * chances[verdict] }
                return samples.append((weight, scores(in: matrix)))
            }
            var weight = weight
            for times in 0...remaining {
                draw(remaining - times, from: verdict + 1, weight: weight, into: matrix)
                matrix.add(verdicts[verdict], times: 1)
                weight *= chances[verdict] * Double(remaining - times) / Double(times + 1)
            }
        }
        draw(criteria.count, from: 0, weight: 1, into: PairMatrix(count: candidates.count))
        return samples
    }

    /// A thousand samples, those that were drawn repeatedly each once.
    ///
    /// What was drawn is told by a sum of random numbers, one a verdict: that two of a thousand sums of 64 bits meet by
    /// chance does not happen.
    private func drawnSamples(seed: UInt64) -> [Sample] {
        var generator = SeededGenerator(seed: seed, purpose: "bootstrap")
        var numbers = SeededGenerator(seed: seed, purpose: "samples")
        let keys = verdicts.map { _ in numbers.next() }
        var known: [UInt64: Int] = [:]
        var samples: [Sample] = []
        for _ in 0..<Self.samples {
            var again = generator
            var key: UInt64 = 0
            for _ in criteria { key &+= keys[verdict(using: &generator)] }
            if let sample = known[key] {
                samples[sample].weight += 1
            } else {
                known[key] = samples.count
                var matrix = PairMatrix(count: candidates.count)
                for _ in criteria { matrix.add(verdicts[verdict(using: &again)], times: 1) }
                samples.append((1, scores(in: matrix)))
            }
        }
        return samples
    }

    /// Draws a verdict: half of a random number draws the reviewer, half of it the criterion.
    private func verdict(using generator: inout SeededGenerator) -> Int {
        let number = generator.next()
        let reviewer = criteria[Int(((number >> 32) &* UInt64(criteria.count)) >> 32)]
        return reviewer[Int(((number & 0xffff_ffff) &* UInt64(reviewer.count)) >> 32)]
    }

    /// The scores of the candidates if these were the comparisons; `nil` where none of them compares the answer.
    private func scores(in sample: PairMatrix) -> [Double?] {
        let compared = sample.compared
        guard compared.count < candidates.count else { return Self.model.expectedWinShares(in: sample) }
        let expected = Self.model.expectedWinShares(in: sample.restricted(to: compared))
        var scores = Array(repeating: Double?.none, count: candidates.count)
        for (index, answer) in compared.enumerated() { scores[answer] = expected[index] }
        return scores
    }

    /// Values, and how much each counts.
    private struct Distribution {
        private let values: [(value: Double, weight: Double)]

        init(_ values: [(value: Double, weight: Double)]) { self.values = values.sorted { $0.value < $1.value } }

        /// The values that leave the tails outside; `nil` of no values.
        var bounds: (lower: Double, upper: Double)? {
            // Sums of chances: a billionth beyond the tail is the tail.
            let outside = values.reduce(0) { $0 + $1.weight } * (Bootstrap.tail + 1e-9)
            guard let lower = Self.value(behind: outside, in: values),
                let upper = Self.value(behind: outside, in: values.reversed())
            else { return nil }
            return (lower, upper)
        }

        private static func value(
            behind outside: Double, in values: some Sequence<(value: Double, weight: Double)>
        ) -> Double? {
            var passed = 0.0
            return values.first {
                passed += $0.weight
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
