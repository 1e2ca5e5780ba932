/// How much reviewers favour their own answers, and what their votes on these count for.
///
/// The reviewers of a run never see their own answers. Judgments recorded elsewhere may hold such votes: one is left out
/// as long as nothing is known of the reviewer, and weighs the less the more it favours itself.
public struct SelfPreference: Sendable, Hashable {
    /// The observations of one model.
    public struct Record: Sendable, Hashable {
        public var count: Int
        /// The sum of the win shares that it gave its own answers above those that the others gave them.
        public var excess: Double
    }

    /// Observations without any preference that every model is taken to have had besides its own.
    public var shrinkage: Double
    public private(set) var records: [String: Record] = [:]

    public init(shrinkage: Double = 5) { self.shrinkage = shrinkage }

    /// Adds one question.
    /// - Parameters:
    ///   - own: The win share, 0 to 1, of the model's answer on its own ballot.
    ///   - others: The win share of the same answer on the others' ballots.
    public mutating func add(own: Double, others: Double, of model: String) {
        let record = records[model] ?? Record(count: 0, excess: 0)
        records[model] = Record(count: record.count + 1, excess: record.excess + own - others)
    }

    /// The win share, −1 to 1, by which a model puts its own answer above what others give it; `nil` if not measured.
    public func excess(of model: String) -> Double? {
        records[model].map { $0.excess / (Double($0.count) + shrinkage) }
    }

    /// What a comparison with the own answer counts on a model's ballot, 0 to 1.
    ///
    /// 1 − 2 × excess: an excess of ½ lifts an average answer to the top whatever it says, so the vote is worth nothing.
    public func weight(of model: String) -> Double {
        excess(of: model).map { min(1, max(0, 1 - 2 * $0)) } ?? 0
    }
}
