import CouncilKit
import Testing

struct VoteTests {
    @Test func `the answer with the most votes wins`() {
        let vote = Vote(["A", "B", "B", nil])
        #expect(vote?.answer == "B")
        #expect(vote?.supporters == [1, 2])
        #expect(vote?.reason == .plurality)
    }

    @Test func `a tie goes to the strongest member among the tied`() {
        let vote = Vote(["A", "B", "C", "C", "B"])
        #expect(vote?.answer == "B")
        #expect(vote?.reason == .tieToStrongest)
    }

    @Test func `the strongest member is kept unless enough others agree against it`() {
        let kept = Vote(["A", "B", "B"], threshold: 3)
        #expect(kept?.answer == "A")
        #expect(kept?.reason == .keptStrongest)
        #expect(Vote(["A", "B", "B", "B"], threshold: 3)?.answer == "B")
    }

    @Test func `a strongest member that gave no answer cannot be kept`() {
        #expect(Vote([nil, "B", "C", "C"], threshold: 4)?.answer == "C")
    }

    @Test func `one answer alone is unanimous`() {
        #expect(Vote([nil, "B", "B"])?.reason == .unanimous)
    }

    @Test func `nobody's answers make no vote`() {
        #expect(Vote([nil, nil]) == nil)
    }

    @Test func `a threshold is learnt where overruling the strongest pays`() {
        let weakAreRight = (answers: ["A", "B", "B"] as [String?], truth: "B")
        let strongIsRight = (answers: ["A", "B", "B"] as [String?], truth: "A")
        #expect(Vote.threshold(learntFrom: [weakAreRight, weakAreRight, strongIsRight]) == 2)
        #expect(Vote.threshold(learntFrom: [weakAreRight, strongIsRight, strongIsRight]) == 3)
    }

    @Test func `equally good thresholds leave the strongest member its answer`() {
        let even = [
            (answers: ["A", "B", "B"] as [String?], truth: "B"), (answers: ["A", "B", "B"] as [String?], truth: "A"),
        ]
        #expect(Vote.threshold(learntFrom: even) == 3)
        #expect(Vote.threshold(learntFrom: []) == 1)
    }
}
