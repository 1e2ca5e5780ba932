import CouncilKit
import Testing

struct TallyTests {
    private let a = Label("A11")
    private let b = Label("B22")
    private let c = Label("C33")

    private func review(_ ranking: [[Label]], by reviewer: Int = 0, accuracy: Int = 5) -> Review {
        Review(
            reviewer: reviewer, order: ranking.flatMap { $0 },
            assessments: ranking.joined().map {
                Review.Assessment(label: $0, accuracy: accuracy, insight: 5, critique: "")
            },
            ballot: Ballot(ranking: ranking))
    }

    @Test func `the answer that wins most comparisons stands first`() {
        let tally = Tally([review([[b], [a], [c]]), review([[b], [c]]), review([[a], [c]])], candidates: [a, b, c])
        #expect(tally.standings.map(\.label) == [b, a, c])
    }

    @Test func `answers with equal scores share a rank and the next one is skipped`() {
        let tally = Tally([review([[a, b], [c]])], candidates: [c, a, b])
        #expect(tally.standings.map(\.rank) == [1, 1, 3])
    }

    @Test func `tied places share their mean rank`() {
        #expect(Ballot(ranking: [[a, b], [c]]).ranks == [a: 1.5, b: 1.5, c: 3])
    }

    @Test func `a lone ballot decides`() {
        #expect(Tally([review([[c], [a], [b]])], candidates: [a, b, c]).standings.map(\.label) == [c, a, b])
    }

    @Test func `the order of seats and reviews does not matter`() {
        let reviews = [review([[b], [a], [c]]), review([[c], [b]]), review([[a, c]])]
        let tally = Tally(reviews, candidates: [a, b, c])
        #expect(Tally(reviews.reversed(), candidates: [c, b, a]) == tally)
    }

    @Test func `without ballots all answers are tied and nothing is ranked`() {
        let tally = Tally([], candidates: [a, b])
        #expect(tally.standings.map(\.rank) == [1, 1])
        #expect(!tally.isRanked)
    }

    @Test func `with two answers each ballot holds one and nothing is compared`() {
        let tally = Tally([review([[a]], accuracy: 9), review([[b]], accuracy: 2)], candidates: [b, a])
        #expect(!tally.isRanked)
        #expect(tally.standings.map(\.rank) == [1, 1])
        #expect(tally.standings.map(\.winShare) == [nil, nil])
    }

    @Test func `mean scores are those of the reviewers who read the answer`() {
        let tally = Tally([review([[a], [b]], accuracy: 8), review([[a]], accuracy: 5)], candidates: [a, b])
        #expect(tally.standings.first { $0.label == a }?.accuracy == 6.5)
        #expect(tally.standings.first { $0.label == b }?.accuracy == 8)
    }
}
