import CouncilKit
import Testing

/// Intervals, declared ties, agreement and dissent.
struct UncertaintyTests {
    private let a = Label("A11")
    private let b = Label("B22")
    private let c = Label("C33")

    private func reviews(_ rankings: [[[Label]]]) -> [Review] {
        rankings.enumerated().map { seat, ranking in
            // Scores that imply the same order as the ballot.
            let assessments = ranking.enumerated().flatMap { place, group in
                group.map {
                    Review.Assessment(label: $0, accuracy: 9 - place, insight: 9 - place, critique: "\($0) by \(seat)")
                }
            }
            return Review(
                reviewer: seat, order: ranking.flatMap { $0 }, assessments: assessments,
                ballot: Ballot(ranking: ranking))
        }
    }

    /// Twelve reviewers in all six orders: 6,188 samples, more than are taken without drawing.
    private var many: [Review] {
        let orders = [[a, b, c], [a, c, b], [b, a, c], [b, c, a], [c, a, b], [c, b, a]]
        return reviews((0..<12).map { orders[$0 % 6].map { [$0] } })
    }

    @Test func `the same seed gives the same tally`() {
        let tallies = [4, 4].map { Tally(many, candidates: [a, b, c], seed: $0) }
        #expect(tallies[0] == tallies[1])
    }

    @Test func `few ballots leave nothing to the seed`() {
        let reviews = reviews([[[a], [b], [c]], [[b], [a], [c]], [[c], [a], [b]], [[a], [c], [b]]])
        #expect(Tally(reviews, candidates: [a, b, c], seed: 4) == Tally(reviews, candidates: [a, b, c], seed: 5))
    }

    /// Three reviewers make ten samples: all of one reviewer in 1 of 27 each, too few for an interval of 90 %.
    @Test func `an interval takes every sample with its chance`() throws {
        let tally = Tally(reviews([[[a], [b]], [[a], [c]], [[b], [c]]]), candidates: [a, b, c])
        let interval = try #require(tally.standings.first { $0.label == b }?.interval)
        #expect([interval.lower, interval.upper].map { ($0 * 1000).rounded() } == [250, 750])
    }

    @Test func `of many verdicts samples are drawn, and the intervals are much the same`() throws {
        let tallies = [1, 2].map { Tally(many, candidates: [a, b, c], seed: $0) }
        for label in [a, b, c] {
            let intervals = try tallies.map { tally in
                try #require(tally.standings.first { $0.label == label }?.interval)
            }
            #expect(abs(intervals[0].lower - intervals[1].lower) < 0.1)
            #expect(abs(intervals[0].upper - intervals[1].upper) < 0.1)
        }
    }

    @Test(arguments: [0, 1])
    func `with fewer than two ballots no interval is claimed`(count: Int) {
        let tally = Tally(Array(reviews([[[a], [b], [c]]]).prefix(count)), candidates: [a, b, c])
        #expect(tally.standings.map(\.interval) == [nil, nil, nil])
        #expect(tally.tie == nil)
        #expect(tally.agreement == nil)
    }

    @Test func `every interval holds its score`() throws {
        var random = RandomBallots(seed: 9)
        let tally = Tally(
            reviews(random.partial(6).map(\.ranking)), candidates: random.labels,
            prior: Prior(lambda: 1, strengths: [random.labels[0]: 0.3]))
        for standing in tally.standings {
            let (score, interval) = (try #require(standing.score), try #require(standing.interval))
            #expect(interval.lower <= score && score <= interval.upper)
        }
    }

    @Test func `answers between which reviewers are torn are a declared tie`() {
        let tally = Tally(
            reviews([[[a], [b], [c]], [[b], [a], [c]], [[a], [b], [c]], [[b], [a], [c]]]), candidates: [a, b, c])
        #expect(tally.tie.map(Set.init) == [a, b])
    }

    @Test func `a leader that everybody prefers stands alone`() {
        let tally = Tally(reviews(Array(repeating: [[a], [b], [c]], count: 5)), candidates: [a, b, c])
        #expect(tally.tie == [])
    }

    @Test func `scores that contradict the ballot widen the interval`() throws {
        let sure = reviews(Array(repeating: [[a], [b], [c]], count: 4))
        let torn = sure.map { review in
            var review = review
            review.assessments = review.assessments.map {
                Review.Assessment(label: $0.label, accuracy: $0.label == a ? 1 : 5, insight: 5, critique: "")
            }
            return review
        }
        let width = try [sure, torn].map { reviews in
            let interval = Tally(reviews, candidates: [a, b, c]).standings.first { $0.label == a }?.interval
            return try #require(interval.map { $0.upper - $0.lower })
        }
        #expect(width[1] > width[0])
    }

    @Test func `equal ballots agree completely`() {
        #expect(
            Agreement(reviews([[[a], [b, c]], [[a], [b, c]]]).map(\.ballot), candidates: [a, b, c])?.concordance == 1)
    }

    @Test func `opposite ballots do not agree and split on every pair`() throws {
        let ballots = [Ballot(ranking: [[a], [b], [c]]), Ballot(ranking: [[c], [b], [a]])]
        let agreement = try #require(Agreement(ballots, candidates: [a, b, c]))
        #expect(agreement.concordance == 0)
        #expect(agreement.splits.map(\.share) == [0.5, 0.5, 0.5])
    }

    /// Rank sums 5, 7½, 12 and 5½ of three ballots: *S* = 30½. Two ballots hold a tie of two: *T* = 2³ − 2 each.
    /// *W* = 12 *S* / (3² (4³ − 4) − 3 Σ *T*).
    @Test func `concordance with ties is Kendall's`() throws {
        let d = Label("D44")
        let ballots = [[[a], [b], [d], [c]], [[a, d], [b], [c]], [[d], [a, b], [c]]].map { Ballot(ranking: $0) }
        let agreement = try #require(Agreement(ballots, candidates: [a, b, c, d]))
        #expect(abs(agreement.concordance - 366.0 / 504) < 1e-12)
    }

    @Test func `three reviewers that each leave out their own answer can agree completely or not at all`() {
        let consistent = [[[b], [c]], [[a], [c]], [[a], [b]]].map { Ballot(ranking: $0) }
        let cyclic = [[[b], [c]], [[c], [a]], [[a], [b]]].map { Ballot(ranking: $0) }
        #expect(Agreement(consistent, candidates: [a, b, c])?.concordance == 1)
        #expect(Agreement(cyclic, candidates: [a, b, c])?.concordance == 0)
    }

    @Test func `whoever ranked the winner last is named with its words`() {
        let tally = Tally(reviews([[[a], [b], [c]], [[b], [c], [a]], [[a], [b], [c]]]), candidates: [a, b, c])
        #expect(tally.dissent == [Tally.Dissent(reviewer: 1, critique: "A11 by 1")])
    }

    @Test func `a ballot that ties all answers is no dissent`() {
        let tally = Tally(reviews([[[a], [b]], [[a, b]]]), candidates: [a, b])
        #expect(tally.dissent == [])
    }
}
