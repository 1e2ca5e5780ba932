import CouncilKit

/// How well scores of answers agree with people; answers that share the first place share the credit.
struct RankingScore {
    private var top1: [Double] = []
    private var humanWin: [Double] = []
    private var pairs: [Double] = []

    mutating func add(_ scores: [Label: Double], to item: PeerRanking, among members: [String]) {
        let values = members.map { scores[Label($0)] ?? -.infinity }
        let best = values.max() ?? 0
        let first = zip(members, values).filter { $0.1 > best - 1e-9 }.map(\.0)
        let truth = item.best(among: members)
        let human = item.humanScores(among: members)
        top1.append(first.map { truth.contains($0) ? 1 : 0 }.mean ?? 0)
        humanWin.append(first.map { human[$0] ?? 0 }.mean ?? 0)
        for (pair, votes) in item.human {
            let names = pair.split(separator: "|").map(String.init)
            guard names.allSatisfy(members.contains), let vote = votes.mean, abs(vote - 0.5) > 1e-9,
                let one = scores[Label(names[0])], let other = scores[Label(names[1])]
            else { continue }
            pairs.append(abs(one - other) < 1e-9 ? 0.5 : (one > other) == (vote > 0.5) ? 1 : 0)
        }
    }

    mutating func add(_ other: RankingScore) {
        top1 += other.top1
        humanWin += other.humanWin
        pairs += other.pairs
    }

    var firstPlaces: Double { top1.mean ?? 0 }
    var pairAccuracy: Double { pairs.mean ?? 0 }

    /// Top-1, human win share, pair accuracy.
    var cells: [String] { [top1, humanWin, pairs].map { Figure.optional($0.mean).description } }
}
