import CouncilKit
import Testing

@testable import council

struct ReviewSummaryTests {
    @Test func `a review that ranks nothing is told by its scores`() {
        let review = Review(
            reviewer: 0, order: [Label("K47"), Label("B12")],
            assessments: [
                Review.Assessment(label: Label("K47"), accuracy: 8, insight: 6, critique: "Sound."),
                Review.Assessment(label: Label("B12"), accuracy: 7.5, insight: 1, critique: "Thin."),
            ], ballot: Ballot(ranking: []))
        #expect(review.summary == "K47 8/6, B12 7½/1")
    }
}
