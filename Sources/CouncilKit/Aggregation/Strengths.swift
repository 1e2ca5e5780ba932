/// How well models have done before: their running strength.
///
/// The strength of a model is its mean win share above or below the middle, shrunk towards 0 as if it had also had
/// ``shrinkage`` runs of exactly average results: (Σ (share − ½)) / (runs + shrinkage). A learnt strength as a prior is
/// the largest gain in ranking known: +6 to +16 points of top-1 on recorded peer rankings.
public struct Strengths: Sendable, Hashable {
    /// The record of one model.
    public struct Record: Sendable, Hashable {
        /// In how many runs its answer was compared.
        public var runs: Int
        /// The sum of its win shares above or below ½.
        public var sum: Double
    }

    /// The average runs that every model is taken to have had besides its own.
    public var shrinkage: Double
    public private(set) var records: [String: Record] = [:]

    public init(shrinkage: Double = 5) { self.shrinkage = shrinkage }

    /// Learns from runs that have a tally. Their observed win shares count, never scores that hold an earlier prior.
    public init(_ outcomes: some Sequence<Outcome>, shrinkage: Double = 5) {
        self.init(shrinkage: shrinkage)
        for outcome in outcomes {
            guard let tally = outcome.tally, tally.isRanked, !outcome.isRepetition else { continue }
            var shares: [String: [Double]] = [:]
            for standing in tally.standings {
                guard let share = standing.winShare, let model = outcome.author(of: standing.label) else { continue }
                shares[model, default: []].append(share)
            }
            for (model, own) in shares { add(own.reduce(0, +) / Double(own.count), of: model) }
        }
    }

    /// Adds the result of one run.
    /// - Parameter winShare: 0 to 1; the mean if the model held several seats.
    public mutating func add(_ winShare: Double, of model: String) {
        let record = records[model] ?? Record(runs: 0, sum: 0)
        records[model] = Record(runs: record.runs + 1, sum: record.sum + winShare - 0.5)
    }

    /// The strength of a model, −½ to ½; 0 if nothing is known of it.
    public subscript(model: String) -> Double {
        guard let record = records[model], Double(record.runs) + shrinkage > 0 else { return 0 }
        return record.sum / (Double(record.runs) + shrinkage)
    }

    /// The λ that is used once there is history: the middle of the range, 1 to 3, that served on recorded rankings.
    public static let usualLambda = 2.0

    /// The prior for the answers of a run.
    /// - Parameters:
    ///   - models: The model behind each label.
    ///   - lambda: How much it counts. It is 0, whatever is given, while there is no history of any of the models.
    public func prior(of models: [Label: String], lambda: Double = usualLambda) -> Prior {
        guard lambda != 0, models.values.contains(where: { records[$0] != nil }) else { return .none }
        return Prior(lambda: lambda, strengths: models.mapValues { self[$0] })
    }
}
