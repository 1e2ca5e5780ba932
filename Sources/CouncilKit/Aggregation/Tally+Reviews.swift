extension Tally {
    /// A reviewer's own answer, where it stands on the reviewer's ballot.
    public struct OwnAnswer: Sendable, Hashable {
        public var label: Label
        /// What a comparison with it counts, 0 to 1; see ``SelfPreference/weight(of:)``.
        public var weight: Double

        public init(label: Label, weight: Double = 0) {
            self.label = label
            self.weight = weight
        }
    }

    /// Aggregates reviews by Bradley–Terry on pairwise win shares, normalised pair by pair, plus λ × running strength;
    /// the mean rank stands beside it.
    /// - Parameters:
    ///   - reviews: The reviews that could be read.
    ///   - candidates: The labels of all answers; those without any ballot stand last.
    ///   - prior: What is known of the answers' authors.
    ///   - own: The own answers of reviewers, by seat, if they were shown them.
    ///   - seed: The run's seed: the same run has the same intervals.
    public init(
        _ reviews: [Review], candidates: [Label], prior: Prior = .none, own: [Int: OwnAnswer] = [:], seed: UInt64 = 0
    ) {
        let candidates = candidates.sorted { $0.rawValue < $1.rawValue }
        let reviews = reviews.sorted {
            ($0.reviewer, $0.ballot.description) < ($1.reviewer, $1.ballot.description)
        }
        let shares = PairwiseShares(reviews, own: own)
        let borda = shares.borda(of: candidates)
        let scores = prior.added(to: BradleyTerry().expectedWinShares(of: candidates, in: shares))
        let intervals = Bootstrap(reviews, candidates: candidates, own: own)
            .intervals(around: candidates.map { scores[$0] }, prior: prior, seed: seed)
        let ranks = reviews.map(\.ballot.ranks)
        standings = candidates.enumerated().map { index, label in
            let own = ranks.compactMap { $0[label] }
            let assessments = reviews.flatMap { $0.assessments.filter { $0.label == label } }
            return Standing(
                label: label, rank: 1, winShare: borda[label], score: scores[label], interval: intervals[index],
                prior: prior.lambda == 0 ? nil : prior.strengths[label], meanRank: own.mean,
                accuracy: assessments.map(\.accuracy).mean,
                insight: assessments.map(\.insight).mean, ballots: own.count)
        }
        rule = AggregationRule.bradleyTerry().name
        lambda = prior.lambda
        ballots = reviews.filter(\.ballot.comparesAnswers).count
        agreement = Agreement(reviews.map(\.ballot), candidates: candidates)
        rank()
        tie = declaredTie
        dissent = isRanked ? standings.first.map { reviews.dissent(from: $0.label) } : nil
    }

    private mutating func rank() {
        // Within a tie the list follows the scores, then the labels, which are random and favour no seat.
        standings.sort {
            ($0.roundedScore, $0.meanScore, $1.label.rawValue) > ($1.roundedScore, $1.meanScore, $0.label.rawValue)
        }
        for index in standings.indices.dropFirst() {
            let previous = standings[index - 1]
            let isEqual = standings[index].roundedScore == previous.roundedScore
            standings[index].rank = isEqual ? previous.rank : index + 1
        }
    }

    private var declaredTie: [Label]? {
        guard let leader = standings.first, let interval = leader.interval else { return nil }
        let others = standings.dropFirst().filter { $0.interval.map(interval.overlaps) ?? false }
        return others.isEmpty ? [] : [leader.label] + others.map(\.label)
    }
}

extension PairwiseShares {
    /// The comparisons that the ballots of some reviews make.
    fileprivate init(_ reviews: [Review], own: [Int: Tally.OwnAnswer]) {
        self.init()
        for review in reviews {
            add(review, own: own[review.reviewer])
        }
    }
}

extension PairwiseShares {
    /// Adds what a review says of pairs: its comparisons if it has any, else its ballot.
    mutating func add(_ review: Review, own: Tally.OwnAnswer?) {
        guard let comparisons = review.comparisons else {
            return add(review.ballot, own: own?.label, selfWeight: own?.weight ?? 0)
        }
        for comparison in comparisons {
            let isOwn = comparison.first == own?.label || comparison.second == own?.label
            add(comparison.share, of: comparison.first, over: comparison.second, weight: isOwn ? own?.weight ?? 0 : 1)
        }
    }
}

extension [Review] {
    /// The reviewers that placed an answer last on a ballot that places any answer above another.
    fileprivate func dissent(from winner: Label) -> [Tally.Dissent] {
        filter { $0.ballot.ranking.count > 1 && $0.ballot.ranking.last?.contains(winner) == true }.map { review in
            let critique = review.assessments.first { $0.label == winner }?.critique ?? ""
            return Tally.Dissent(reviewer: review.reviewer, critique: critique)
        }
    }
}

extension Tally.Standing {
    /// Sums of shares that are equal on paper may differ in the last bits: a billionth decides nothing.
    fileprivate var roundedScore: Double { score.map { ($0 * 1e9).rounded() } ?? -.infinity }

    fileprivate var meanScore: Double { [accuracy, insight].compactMap { $0 }.mean ?? 0 }
}

extension [Double] {
    /// The arithmetic mean; `nil` of nothing.
    fileprivate var mean: Double? { isEmpty ? nil : reduce(0, +) / Double(count) }
}
