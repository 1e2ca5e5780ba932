import CouncilKit
import Testing

struct KemenyYoungTests {
    /// All orders of some labels.
    private func orders(_ labels: [Label]) -> [[Label]] {
        guard labels.count > 1 else { return [labels] }
        return labels.flatMap { first in orders(labels.filter { $0 != first }).map { [first] + $0 } }
    }

    private func agreement(of order: [Label], with ballots: [Ballot]) -> Double {
        let ranks = ballots.map(\.ranks)
        var sum = 0.0
        for (index, upper) in order.enumerated() {
            for lower in order[(index + 1)...] {
                for ranks in ranks {
                    guard let one = ranks[upper], let other = ranks[lower] else { continue }
                    sum += one < other ? 1 : one == other ? 0.5 : 0
                }
            }
        }
        return sum
    }

    @Test(arguments: UInt64(1)...15)
    func `the rankings found are all that agree most with the ballots`(seed: UInt64) {
        var random = RandomBallots(seed: seed)
        let ballots = random.partial(5)
        let sums = orders(random.labels).map { (order: $0, sum: agreement(of: $0, with: ballots)) }
        let best = sums.map(\.sum).max() ?? 0
        let result = KemenyYoung(of: random.labels, in: PairwiseShares(ballots))
        #expect(Set(result.rankings()) == Set(sums.filter { $0.sum == best }.map(\.order)))
        #expect(result.rankingCount == result.rankings().count)
    }

    @Test func `tied answers share their mean place`() {
        let labels = ["A11", "B22", "C33"].map { Label($0) }
        let result = KemenyYoung(
            of: labels, in: PairwiseShares([Ballot(ranking: [[labels[0], labels[1]], [labels[2]]])]))
        #expect(result.meanPlaces == [labels[0]: 1.5, labels[1]: 1.5, labels[2]: 3])
    }

    @Test(arguments: UInt64(1)...8)
    func `above eight answers no single move improves the ranking`(seed: UInt64) {
        var random = RandomBallots(seed: seed, labels: 10)
        let ballots = random.complete(7)
        let ranking = KemenyYoung(of: random.labels, in: PairwiseShares(ballots)).rankings()[0]
        let sum = agreement(of: ranking, with: ballots)
        for from in ranking.indices {
            for to in ranking.indices {
                var moved = ranking
                moved.insert(moved.remove(at: from), at: to)
                #expect(agreement(of: moved, with: ballots) <= sum)
            }
        }
    }

    @Test func `of fully tied answers every order is best, and the list of them is cut`() {
        var random = RandomBallots(seed: 1, labels: 8)
        let tie = Ballot(ranking: [random.shuffled(random.labels)])
        let result = KemenyYoung(of: random.labels, in: PairwiseShares([tie]))
        #expect(result.rankingCount == 40_320)
        #expect(result.rankings(limit: 10).count == 10)
        #expect(Set(result.meanPlaces.values) == [4.5])
    }
}
