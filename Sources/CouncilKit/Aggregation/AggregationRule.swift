/// A rule that makes scores of ballots.
///
/// Every rule takes ballots with ties, partial ballots and any number of them; ballots that rank fewer than two answers
/// are abstentions and change nothing.
///
/// ```swift
/// let ballots = reviews.map(\.ballot)
/// let scores = ballots.scores(of: labels, using: .bradleyTerry(prior: strengths.prior(of: models)))
/// ```
public enum AggregationRule: Sendable, Hashable {
    /// The mean of the ranks on the ballots that rank an answer, negated. Tied answers share the mean of their places
    /// (M. Friedman, "The use of ranks to avoid the assumption of normality", 1937). On partial ballots it favours
    /// answers that met weak company: it is told beside the verdict, not used for it.
    case meanRank
    /// ``PairwiseShares/borda(of:)``.
    case borda
    /// ``PairwiseShares/copeland(of:)``.
    case copeland
    /// ``KemenyYoung``: the mean place over all best rankings, negated.
    case kemenyYoung
    /// First places; answers that share the first place of a ballot share its vote (the rule of most elections; named
    /// and faulted by N. de Condorcet, *Essai sur l'application de l'analyse*, 1785).
    case plurality
    /// ``BradleyTerry``: the win share that the model expects, plus what is known of the answers' authors.
    case bradleyTerry(prior: Prior = .none)
    /// ``PlackettLuce``: the strength.
    case plackettLuce
    /// ``DawidSkene`` on the pairs of these ballots alone: the mean chance to be better than another answer.
    case dawidSkene

    /// The rule's name as it is recorded.
    public var name: String {
        switch self {
        case .meanRank: "mean_rank"
        case .borda: "borda"
        case .copeland: "copeland"
        case .kemenyYoung: "kemeny_young"
        case .plurality: "plurality"
        case .bradleyTerry: "bradley_terry"
        case .plackettLuce: "plackett_luce"
        case .dawidSkene: "dawid_skene"
        }
    }

    /// All rules, without any prior.
    public static let all: [AggregationRule] = [
        .meanRank, .borda, .copeland, .kemenyYoung, .plurality, .bradleyTerry(), .plackettLuce, .dawidSkene,
    ]
}

extension [CastBallot] {
    /// The scores of some answers by a rule, higher is better; answers that no ballot compares have none.
    public func scores(of candidates: [Label], using rule: AggregationRule) -> [Label: Double] {
        let ballots = map(\.ballot).filter(\.comparesAnswers)
        return switch rule {
        case .meanRank: ballots.negatedMeanRanks(of: candidates)
        case .borda: PairwiseShares(ballots).borda(of: candidates)
        case .copeland: PairwiseShares(ballots).copeland(of: candidates)
        case .kemenyYoung: KemenyYoung.scores(of: candidates, in: PairwiseShares(ballots))
        case .plurality: ballots.firstPlaces(of: candidates)
        case .bradleyTerry(let prior):
            prior.added(
                to: BradleyTerry().expectedWinShares(of: candidates, in: PairwiseShares(ballots)))
        case .plackettLuce: PlackettLuce().strengths(of: candidates, on: ballots)
        case .dawidSkene: DawidSkene(flatMap { $0.verdicts(in: "") }).scores(of: candidates, in: "")
        }
    }
}

extension [Ballot] {
    /// The scores of some answers by a rule, higher is better; each ballot is taken as that of another judge.
    public func scores(of candidates: [Label], using rule: AggregationRule) -> [Label: Double] {
        enumerated().map { CastBallot($1, judge: "\($0)") }.scores(of: candidates, using: rule)
    }

    fileprivate func negatedMeanRanks(of candidates: [Label]) -> [Label: Double] {
        let ranks = map(\.ranks)
        var scores: [Label: Double] = [:]
        for candidate in candidates {
            let own = ranks.compactMap { $0[candidate] }
            if !own.isEmpty { scores[candidate] = -own.reduce(0, +) / Double(own.count) }
        }
        return scores
    }

    fileprivate func firstPlaces(of candidates: [Label]) -> [Label: Double] {
        let ranked = Set(flatMap { $0.ranking.joined() })
        var scores = Dictionary(uniqueKeysWithValues: Set(candidates).intersection(ranked).map { ($0, 0.0) })
        for ballot in self {
            guard let first = ballot.ranking.first(where: { !$0.isEmpty }) else { continue }
            for label in first { scores[label]? += 1 / Double(first.count) }
        }
        return scores
    }
}

extension KemenyYoung {
    fileprivate static func scores(of candidates: [Label], in shares: PairwiseShares) -> [Label: Double] {
        let compared = candidates.filter { candidate in
            candidates.contains { $0 != candidate && shares.share(of: candidate, over: $0) != nil }
        }
        return KemenyYoung(of: compared, in: shares).meanPlaces.mapValues { -$0 }
    }
}
