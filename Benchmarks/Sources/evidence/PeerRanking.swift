import CouncilKit

/// A question of A1: five answers, each pair judged by the five models that wrote them, and by people.
struct PeerRanking: Decodable {
    struct Ballots: Decodable {
        var withSelf: [[String]]
        var withoutSelf: [[String]]

        enum CodingKeys: String, CodingKey {
            case withSelf = "with_self"
            case withoutSelf = "without_self"
        }
    }

    var id: String
    var candidates: [String]
    var verdicts: [String: [String: Int]]
    var human: [String: [Double]]
    var humanScore: [String: Double]
    var best: [String]
    var ballots: [String: Ballots]

    enum CodingKeys: String, CodingKey {
        case id, candidates, verdicts, human, best, ballots
        case humanScore = "human_score"
    }

    /// The verdicts on pairs as ballots of two answers, each in the order in which they were shown.
    func pairs(selfVotes: Bool, among members: [String]) -> [CastBallot] {
        members.sorted().flatMap { judge in
            (verdicts[judge] ?? [:]).sorted { $0.key < $1.key }.compactMap { pair, verdict in
                let shown = pair.split(separator: "|").map(String.init)
                guard shown.allSatisfy(members.contains), selfVotes || !shown.contains(judge) else { return nil }
                let labels = shown.map { Label($0) }
                let ranking =
                    switch verdict {
                    case 1: labels.map { [$0] }
                    case 2: labels.reversed().map { [$0] }
                    default: [labels]
                    }
                return CastBallot(Ballot(ranking: ranking), judge: judge, order: labels)
            }
        }
    }

    /// The verdicts as comparisons in which a judge's votes on its own answer have a weight.
    func shares(selfWeights: [String: Double]) -> PairwiseShares {
        var shares = PairwiseShares()
        for cast in pairs(selfVotes: true, among: candidates) {
            shares.add(cast.ballot, own: Label(cast.judge), selfWeight: selfWeights[cast.judge] ?? 0)
        }
        return shares
    }

    /// The judges' rankings of all answers.
    func rankings(selfVotes: Bool, among members: [String]) -> [CastBallot] {
        members.sorted().compactMap { judge in
            guard let ballots = ballots[judge] else { return nil }
            let ranking = (selfVotes ? ballots.withSelf : ballots.withoutSelf)
                .map { $0.filter(members.contains).map { Label($0) } }
            return CastBallot(Ballot(ranking: ranking.filter { !$0.isEmpty }), judge: judge)
        }
    }

    /// The human score of each member's answer: its mean share against the others'.
    func humanScores(among members: [String]) -> [String: Double] {
        if members.count == candidates.count { return humanScore }
        return Dictionary(
            uniqueKeysWithValues: members.map { member in
                let shares = members.compactMap { other in
                    human["\(member)|\(other)"]?.mean ?? human["\(other)|\(member)"]?.mean.map { 1 - $0 }
                }
                return (member, shares.mean ?? 0.5)
            })
    }

    /// The answers that people hold best.
    func best(among members: [String]) -> Set<String> {
        if members.count == candidates.count { return Set(best) }
        let scores = humanScores(among: members)
        let top = scores.values.max() ?? 0
        return Set(members.filter { (scores[$0] ?? 0) > top - 1e-9 })
    }
}

extension [Double] {
    var mean: Double? { isEmpty ? nil : reduce(0, +) / Double(count) }
}
