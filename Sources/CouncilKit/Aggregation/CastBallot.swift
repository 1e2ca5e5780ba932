/// A ballot with what a rule may need to know about how it was cast.
public struct CastBallot: Sendable, Hashable {
    public var ballot: Ballot
    /// Who cast it: the same word for all ballots of one judge.
    public var judge: String
    /// The answers in the order in which the judge read them; empty if that is not known.
    public var order: [Label]

    public init(_ ballot: Ballot, judge: String, order: [Label] = []) {
        self.ballot = ballot
        self.judge = judge
        self.order = order
    }
}

extension Ballot {
    /// Whether the ballot says anything: it ranks at least two answers. Everything else is an abstention.
    public var comparesAnswers: Bool { ranking.reduce(0) { $0 + $1.count } > 1 }

    /// The ballot without an answer.
    public func without(_ label: Label) -> Ballot {
        Ballot(ranking: ranking.map { $0.filter { $0 != label } }.filter { !$0.isEmpty })
    }
}

extension CastBallot {
    /// The verdicts on pairs that the ballot contains. A pair whose order is not known is given once in each order.
    public func verdicts(in question: String) -> [PairVerdict] {
        let places = Dictionary(zip(order, order.indices)) { first, _ in first }
        var verdicts: [PairVerdict] = []
        for (place, group) in ballot.ranking.enumerated() {
            for (index, better) in group.enumerated() {
                for tied in group[(index + 1)...] {
                    verdicts += self.verdicts(on: better, tied, isTie: true, places, question)
                }
                for worse in ballot.ranking[(place + 1)...].joined() {
                    verdicts += self.verdicts(on: better, worse, isTie: false, places, question)
                }
            }
        }
        return verdicts
    }

    private func verdicts(
        on better: Label, _ worse: Label, isTie: Bool, _ places: [Label: Int], _ question: String
    ) -> [PairVerdict] {
        let betterFirst = PairVerdict(
            question: question, judge: judge, first: better, second: worse, outcome: isTie ? .tie : .first)
        let worseFirst = PairVerdict(
            question: question, judge: judge, first: worse, second: better, outcome: isTie ? .tie : .second)
        guard let one = places[better], let other = places[worse] else { return [betterFirst, worseFirst] }
        return [one < other ? betterFirst : worseFirst]
    }
}
