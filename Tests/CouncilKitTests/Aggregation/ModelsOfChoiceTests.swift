import CouncilKit
import Testing

/// Bradley–Terry, Plackett–Luce and Dawid–Skene on data whose solution is known.
struct ModelsOfChoiceTests {
    private let a = Label("A11")
    private let b = Label("B22")
    private let c = Label("C33")

    @Test func `the strengths of two answers are as their wins`() throws {
        var shares = PairwiseShares()
        for won in [1.0, 1, 1, 0] { shares.add(won, of: a, over: b) }
        let strengths = BradleyTerry(smoothing: 0).strengths(of: [a, b], in: shares)
        #expect(abs(try #require(strengths[a]) - 0.75) < 1e-9)
    }

    @Test func `a pair that nobody compared is filled in by the model`() throws {
        // A beats B and B beats C in three of four comparisons, so A should beat C in nine of ten.
        var shares = PairwiseShares()
        for won in [1.0, 1, 1, 0] {
            shares.add(won, of: a, over: b)
            shares.add(won, of: b, over: c)
        }
        let model = BradleyTerry(smoothing: 1e-9, steps: 10_000)
        let expected = try #require(model.expectedWinShares(of: [a, b, c], in: shares)[a])
        #expect(abs(expected - (0.75 + 0.9) / 2) < 1e-6)
    }

    @Test func `an answer that won everything has a finite strength`() throws {
        let strengths = BradleyTerry().strengths(of: [a, b], in: PairwiseShares([Ballot(ranking: [[a], [b]])]))
        #expect(abs(try #require(strengths[a]) - 61.0 / 62) < 1e-9)
    }

    @Test func `expected win shares order answers as their strengths do`() {
        var random = RandomBallots(seed: 3)
        let shares = PairwiseShares(random.partial(5))
        let model = BradleyTerry(smoothing: 1e-4, steps: 100_000)
        let strengths = model.strengths(of: random.labels, in: shares)
        let expected = model.expectedWinShares(of: random.labels, in: shares)
        func order(_ scores: [Label: Double]) -> [Label] {
            random.labels.sorted { (scores[$0] ?? 0, $0.rawValue) > (scores[$1] ?? 0, $1.rawValue) }
        }
        #expect(order(strengths) == order(expected))
    }

    @Test func `first choices give Plackett–Luce strengths in proportion`() throws {
        // Of the three orders of two answers, A is first in two.
        let ballots = [[[a], [b]], [[a], [b]], [[b], [a]]].map { Ballot(ranking: $0) }
        let strengths = PlackettLuce(smoothing: 0).strengths(of: [a, b], on: ballots)
        #expect(abs(try #require(strengths[a]) - 2.0 / 3) < 1e-9)
    }

    @Test func `a judge that always says first is found out and tells nothing`() throws {
        var verdicts: [PairVerdict] = []
        for question in 0..<30 {
            for judge in ["one", "two", "three"] {
                verdicts.append(
                    PairVerdict(question: "\(question)", judge: judge, first: a, second: b, outcome: .second))
                verdicts.append(
                    PairVerdict(question: "\(question)", judge: judge, first: b, second: a, outcome: .first))
            }
            for (first, second) in [(a, b), (b, a)] {
                verdicts.append(
                    PairVerdict(question: "\(question)", judge: "lazy", first: first, second: second, outcome: .first))
            }
        }
        let model = DawidSkene(verdicts)
        let lazy = try #require(model.confusions["lazy"])
        #expect(lazy.whenFirstIsBetter[0] > 0.9 && lazy.whenSecondIsBetter[0] > 0.9)
        #expect(try #require(model.chance(of: b, over: a, in: "0")) > 0.99)
        #expect(model.chance(of: a, over: c, in: "0") == nil)
    }
}
