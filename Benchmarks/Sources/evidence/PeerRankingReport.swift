import CouncilKit

/// A1: peer rankings with and without self-votes, with a learnt prior, and of smaller councils.
struct PeerRankingReport {
    private let items: [PeerRanking]
    private let references: References

    init(_ folder: EvidenceFolder, _ references: References) throws {
        items = try folder.lines(of: "A1_prd_vicuna80.jsonl")
        self.references = references
    }

    func print(_ goals: inout Goals) {
        guard let members = items.first?.candidates else { return }
        for selfVotes in [false, true] {
            Swift.print("\nA1 peer ranking, \(items.count) questions, self-votes \(selfVotes ? "in" : "out")")
            var columns = Columns("rule", "top-1", "human win", "pairs", "reference:", "top-1", "human win", "pairs")
            func add(_ name: String, _ reference: String, _ score: RankingScore) {
                let figures = references.ranking(reference, selfVotes: selfVotes).map(\.description)
                columns.add(name, score.cells + [""] + figures)
            }
            for rule in AggregationRule.all {
                let score = score(of: scores(by: rule, selfVotes, members), members)
                add(rule.name, rule.name, score)
                if rule == .borda, !selfVotes {
                    goals.add(
                        "A1 Borda, self-votes out, pair accuracy ≥ .77", Figure.text(score.pairAccuracy),
                        isReached: score.pairAccuracy >= 0.77)
                }
            }
            for lambda in [1.0, 3] {
                let score = score(
                    of: scoresWithPrior(selfVotes, members, Strengths(shrinkage: 0), lambda: lambda), members)
                add("bradley_terry + \(Int(lambda)) × strength", "prior\(Int(lambda))", score)
                if lambda == 3, !selfVotes {
                    goals.add(
                        "A1 prior λ = 3, self-votes out, top-1 ≥ .63", Figure.text(score.firstPlaces),
                        isReached: score.firstPlaces >= 0.63)
                }
            }
            let usual = scoresWithPrior(selfVotes, members, Strengths(), lambda: Strengths.usualLambda)
            add("the same as council does it (λ = 2, shrunk)", "–", score(of: usual, members))
            if selfVotes { add("borda, self-votes down-weighted", "–", score(of: downWeighted(members), members)) }
            if !selfVotes { add("always the strongest", "strongest", score(of: strongest(members), members)) }
            columns.print()
        }
        for size in [3, 4] { printCouncils(of: size, from: members) }
    }

    private func printCouncils(of size: Int, from members: [String]) {
        let councils = members.subsets(of: size)
        Swift.print(
            "\nA1 councils of \(size), all \(councils.count), self-votes out; best by the human votes among them")
        var columns = Columns("rule", "top-1", "human win", "pairs")
        func add(_ name: String, _ scores: ([String]) -> [[Label: Double]]) {
            let total = councils.reduce(into: RankingScore()) { $0.add(score(of: scores($1), $1)) }
            columns.add(name, total.cells)
        }
        for rule in AggregationRule.all { add(rule.name) { scores(by: rule, false, $0) } }
        for lambda in [1.0, 3] {
            add("bradley_terry + \(Int(lambda)) × strength") {
                scoresWithPrior(false, $0, Strengths(shrinkage: 0), lambda: lambda)
            }
        }
        add("always the strongest", strongest)
        columns.print()
    }

    private func score(of scores: [[Label: Double]], _ members: [String]) -> RankingScore {
        zip(items, scores).reduce(into: RankingScore()) { $0.add($1.1, to: $1.0, among: members) }
    }

    private func scores(by rule: AggregationRule, _ selfVotes: Bool, _ members: [String]) -> [[Label: Double]] {
        let labels = members.map { Label($0) }
        switch rule {
        case .meanRank, .plurality, .plackettLuce:
            return items.map {
                $0.rankings(selfVotes: selfVotes, among: members).scores(of: labels, using: rule)
            }
        case .dawidSkene:
            // The judges' confusions are learnt from all questions together, without a look at the truth.
            let model = DawidSkene(
                items.flatMap { item in
                    item.pairs(selfVotes: selfVotes, among: members).flatMap { $0.verdicts(in: item.id) }
                })
            return items.map { model.scores(of: labels, in: $0.id) }
        case .borda, .copeland, .kemenyYoung, .bradleyTerry:
            return items.map { $0.pairs(selfVotes: selfVotes, among: members).scores(of: labels, using: rule) }
        }
    }

    /// The strength of every model is learnt from the other questions.
    private func scoresWithPrior(
        _ selfVotes: Bool, _ members: [String], _ untaught: Strengths, lambda: Double
    ) -> [[Label: Double]] {
        let shares = scores(by: .borda, selfVotes, members)
        let models = Dictionary(uniqueKeysWithValues: members.map { (Label($0), $0) })
        return items.indices.map { index in
            var strengths = untaught
            for (other, shares) in shares.enumerated() where other != index {
                for (label, share) in shares { strengths.add(share, of: label.rawValue) }
            }
            let prior = strengths.prior(of: models, lambda: lambda)
            return items[index].pairs(selfVotes: selfVotes, among: members)
                .scores(of: members.map { Label($0) }, using: .bradleyTerry(prior: prior))
        }
    }

    private func strongest(_ members: [String]) -> [[Label: Double]] {
        scoresWithPrior(false, members, Strengths(shrinkage: 0), lambda: 1e6).map { scores in
            let best = scores.values.max() ?? 0
            return scores.mapValues { $0 == best ? 1 : 0 }
        }
    }

    /// Self-votes count the less the more the judge favours itself on the other questions.
    private func downWeighted(_ members: [String]) -> [[Label: Double]] {
        let labels = members.map { Label($0) }
        let excesses = items.map { item in
            let others = item.pairs(selfVotes: false, among: members).scores(of: labels, using: .borda)
            return members.compactMap { member -> (String, Double, Double)? in
                let own = item.pairs(selfVotes: true, among: members).filter { $0.judge == member }
                    .scores(of: labels, using: .borda)
                guard let ownShare = own[Label(member)], let share = others[Label(member)] else { return nil }
                return (member, ownShare, share)
            }
        }
        return items.indices.map { index in
            var preference = SelfPreference()
            for (other, observations) in excesses.enumerated() where other != index {
                for (member, own, others) in observations { preference.add(own: own, others: others, of: member) }
            }
            let weights = Dictionary(uniqueKeysWithValues: members.map { ($0, preference.weight(of: $0)) })
            return items[index].shares(selfWeights: weights).borda(of: labels)
        }
    }
}

extension [String] {
    /// All subsets of a size, in order.
    fileprivate func subsets(of size: Int) -> [[String]] {
        guard size > 0, let first else { return size == 0 ? [[]] : [] }
        let rest = Array(dropFirst())
        return rest.subsets(of: size - 1).map { [first] + $0 } + rest.subsets(of: size)
    }
}
