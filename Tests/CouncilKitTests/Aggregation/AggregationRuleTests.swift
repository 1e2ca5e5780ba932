import CouncilKit
import Testing

/// What every rule must do, on random ballots.
struct AggregationRuleTests {
    private static let seeds: [UInt64] = Array(1...12)

    private func expectEqual(
        _ first: [Label: Double], _ second: [Label: Double], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(Set(first.keys) == Set(second.keys), sourceLocation: sourceLocation)
        for (label, score) in first {
            #expect(abs(score - (second[label] ?? .nan)) < 1e-6, "\(label)", sourceLocation: sourceLocation)
        }
    }

    @Test(arguments: AggregationRule.all, seeds)
    func `a rule is neutral: renaming the answers renames the scores`(rule: AggregationRule, seed: UInt64) {
        var random = RandomBallots(seed: seed)
        let ballots = random.partial(6)
        let names = Dictionary(uniqueKeysWithValues: zip(random.labels, random.shuffled(random.labels)))
        let renamed = ballots.map { Ballot(ranking: $0.ranking.map { $0.compactMap { names[$0] } }) }
        let scores = ballots.scores(of: random.labels, using: rule)
        let expected = Dictionary(uniqueKeysWithValues: scores.map { (names[$0] ?? $0, $1) })
        expectEqual(renamed.scores(of: random.labels, using: rule), expected)
    }

    @Test(arguments: AggregationRule.all, seeds)
    func `a rule is anonymous: it does not matter who cast which ballot`(rule: AggregationRule, seed: UInt64) {
        var random = RandomBallots(seed: seed)
        let ballots = random.partial(6)
        let shuffled = random.shuffled(ballots)
        expectEqual(
            ballots.scores(of: random.labels, using: rule), shuffled.scores(of: random.labels, using: rule))
    }

    /// Plurality looks at first places only, and Dawid–Skene may hold that a judge means the opposite.
    @Test(arguments: AggregationRule.all.filter { ![.plurality, .dawidSkene].contains($0) }, seeds)
    func `what all reviewers place above another answer scores above it`(rule: AggregationRule, seed: UInt64)
        throws
    {
        var random = RandomBallots(seed: seed)
        let (better, worse) = (random.labels[0], random.labels[1])
        let ballots = random.complete(5).map { ballot in
            var ranking = ballot.without(better).ranking
            let place = ranking.firstIndex { $0.contains(worse) } ?? 0
            ranking.insert([better], at: place)
            return Ballot(ranking: ranking)
        }
        let scores = ballots.scores(of: random.labels, using: rule)
        #expect(try #require(scores[better]) > #require(scores[worse]))
    }

    @Test(arguments: AggregationRule.all, seeds)
    func `the first place on all ballots wins`(rule: AggregationRule, seed: UInt64) throws {
        var random = RandomBallots(seed: seed)
        let winner = random.labels[0]
        let ballots = random.complete(5).map { Ballot(ranking: [[winner]] + $0.without(winner).ranking) }
        let scores = ballots.scores(of: random.labels, using: rule)
        let others = random.labels.dropFirst().compactMap { scores[$0] }
        #expect(try #require(scores[winner]) > #require(others.max()))
    }

    @Test(arguments: AggregationRule.all.filter { $0 != .plurality }, seeds)
    func `a lone ballot decides`(rule: AggregationRule, seed: UInt64) {
        var random = RandomBallots(seed: seed)
        let ballot = random.complete(1)[0]
        let scores = [ballot].scores(of: random.labels, using: rule)
        let groups = Dictionary(grouping: random.labels) { ((scores[$0] ?? .nan) * 1e6).rounded() }
        let ranking = groups.sorted { $0.key > $1.key }.map { Set($0.value) }
        #expect(ranking == ballot.ranking.map { Set($0) })
    }

    @Test(arguments: AggregationRule.all, seeds)
    func `a reviewer that abstains changes nothing`(rule: AggregationRule, seed: UInt64) {
        var random = RandomBallots(seed: seed)
        let ballots = random.partial(4)
        let abstentions = [Ballot(ranking: []), Ballot(ranking: [[random.labels[2]]])]
        expectEqual(
            ballots.scores(of: random.labels, using: rule),
            (ballots + abstentions).scores(of: random.labels, using: rule))
    }

    @Test(arguments: AggregationRule.all)
    func `an answer that no ballot compares has no score`(rule: AggregationRule) {
        let labels = [Label("A11"), Label("B22"), Label("C33")]
        let ballots = [Ballot(ranking: [[labels[0]], [labels[1]]]), Ballot(ranking: [[labels[2]]])]
        #expect(Set(ballots.scores(of: labels, using: rule).keys) == Set(labels[..<2]))
        #expect([Ballot]().scores(of: labels, using: rule).isEmpty)
    }

    @Test func `plurality counts first places, shared among those that share one`() {
        let (a, b, c) = (Label("A11"), Label("B22"), Label("C33"))
        let ballots = [Ballot(ranking: [[a, b], [c]]), Ballot(ranking: [[b], [a], [c]])]
        #expect(ballots.scores(of: [a, b, c], using: .plurality) == [a: 0.5, b: 1.5, c: 0])
    }
}
