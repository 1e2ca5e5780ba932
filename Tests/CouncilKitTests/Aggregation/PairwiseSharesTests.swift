import CouncilKit
import Testing

struct PairwiseSharesTests {
    private let a = Label("A11")
    private let b = Label("B22")
    private let c = Label("C33")
    private let d = Label("D44")

    @Test func `a tie counts half for each`() {
        #expect(PairwiseShares([Ballot(ranking: [[a, b]])]).share(of: a, over: b) == 0.5)
    }

    @Test func `a pair that nobody compared has no share`() {
        #expect(PairwiseShares([Ballot(ranking: [[a], [b]])]).share(of: a, over: c) == nil)
    }

    @Test func `an answer that nobody compared has no score`() {
        #expect(PairwiseShares([Ballot(ranking: [[a], [b]])]).borda(of: [a, b, c])[c] == nil)
    }

    @Test func `an answer on fewer ballots keeps the score that those ballots give it`() throws {
        // C is always last but appears once; A and B share the rest equally.
        let ballots = [
            Ballot(ranking: [[a], [b], [c]]), Ballot(ranking: [[b], [a]]),
        ]
        let scores = PairwiseShares(ballots).borda(of: [a, b, c])
        #expect(scores == [a: 0.75, b: 0.75, c: 0])
    }

    @Test func `repeating every ballot changes no score`() {
        let ballots = [Ballot(ranking: [[a], [b, c]]), Ballot(ranking: [[c], [d]]), Ballot(ranking: [[d], [a]])]
        let labels = [a, b, c, d]
        #expect(PairwiseShares(ballots).borda(of: labels) == PairwiseShares(ballots + ballots).borda(of: labels))
    }

    @Test func `leaving out the own answer favours nobody when all reviewers agree`() {
        // The true order is A > B > C > D; each reviewer leaves one out.
        let order = [a, b, c, d]
        let ballots = order.map { own in Ballot(ranking: order.filter { $0 != own }.map { [$0] }) }
        let scores = PairwiseShares(ballots).borda(of: order)
        #expect(order.map { scores[$0] } == [1, 2.0 / 3, 1.0 / 3, 0])
    }

    @Test func `a comparison with the own answer is left out unless it is given a weight`() {
        var shares = PairwiseShares()
        shares.add(Ballot(ranking: [[a], [b], [c]]), own: a)
        #expect(shares.share(of: a, over: b) == nil)
        #expect(shares.share(of: b, over: c) == 1)
        shares.add(Ballot(ranking: [[a], [b]]), own: a, selfWeight: 0.5)
        shares.add(Ballot(ranking: [[b], [a]]))
        #expect(shares.share(of: b, over: a) == 1 / 1.5)
    }
}
