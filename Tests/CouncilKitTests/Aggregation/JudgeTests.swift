import CouncilKit
import Testing

/// Judges that compare two answers.
struct JudgeTests {
    private let firstTwice = SwappedVerdict(original: .first, swapped: .first)
    private let secondTwice = SwappedVerdict(original: .second, swapped: .second)
    private let contradiction = SwappedVerdict(original: .first, swapped: .second)

    @Test func `a verdict that the swap contradicts is a tie`() {
        #expect(contradiction.margin == 0)
        #expect(SwappedVerdict(original: .second, swapped: .none).margin == -0.5)
    }

    @Test func `the first judge that stands by its verdict decides`() {
        var cascade = Cascade()
        for verdict in [contradiction, secondTwice, firstTwice] { cascade.take(verdict) }
        #expect(cascade.margin == -1)
        #expect(cascade.judges == 2)
    }

    @Test func `judges that all contradict themselves decide nothing`() {
        var cascade = Cascade()
        for _ in 0..<3 { cascade.take(contradiction) }
        #expect(!cascade.isDecided)
        #expect(cascade.judges == 3)
    }

    @Test func `the majority counts judges, not replies`() {
        let lean = SwappedVerdict(original: .second, swapped: .none)
        #expect(JudgeWeights.majority(of: [firstTwice, lean, lean, contradiction]) == -1)
    }

    @Test func `a tie among judges goes to the strongest that leans, if told so`() {
        let verdicts = [contradiction, secondTwice, firstTwice]
        #expect(JudgeWeights.majority(of: verdicts) == 0)
        #expect(JudgeWeights.majority(of: verdicts, tiesToStrongest: true) == -1)
    }

    @Test func `a judge below chance has no weight`() {
        let items = (0..<8).map { _ in (margins: ["good": 1.0, "bad": -1.0], truth: 1.0) }
        let weights = JudgeWeights(learntFrom: items)
        #expect(weights.weights == ["good": 0.8, "bad": 0])
        #expect(weights.margin(of: ["good": -1, "bad": 1, "unknown": 1]) == -0.8)
    }

    @Test func `weights that cancel out are a tie`() {
        #expect(JudgeWeights(equalFor: ["a", "b"]).margin(of: ["a": 1, "b": -1]) == 0)
    }
}
