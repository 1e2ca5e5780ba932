/// The running strengths that a run reckons with. Recorded with it, so that a resumed run ranks by the same.
public struct KnownStrengths: Sendable, Hashable, Codable {
    /// What they count for: λ.
    public var lambda: Double
    /// The strength of each member's model, −½ to ½, by name.
    public var models: [String: Double]

    public init(lambda: Double, models: [String: Double]) {
        self.lambda = lambda
        self.models = models
    }
}

extension Strengths {
    /// The strengths of some models; `nil` if there is no history of any of them.
    public func known(of models: [String], lambda: Double = Strengths.usualLambda) -> KnownStrengths? {
        guard models.contains(where: { records[$0] != nil }) else { return nil }
        let pairs = Set(models).map { ($0, (self[$0] * 10_000).rounded() / 10_000) }
        return KnownStrengths(lambda: lambda, models: Dictionary(uniqueKeysWithValues: pairs))
    }
}

extension Run {
    /// What is known of the answers' authors before anyone has read the answers.
    public var prior: Prior {
        guard let strengths else { return .none }
        let known = zip(labels, seats).map { ($0, strengths.models[$1] ?? 0) }
        return Prior(lambda: strengths.lambda, strengths: Dictionary(known) { first, _ in first })
    }
}

extension RunStore {
    /// What the newest runs say of some models' strength. Runs without any of the models are not read.
    /// - Parameter limit: At most so many runs are looked at.
    public func strengths(of models: [String], limit: Int = 100) async throws -> Strengths {
        var outcomes: [Outcome] = []
        for summary in try await runs(limit: limit)
        where summary.state == .concluded && !Set(summary.run.seats).isDisjoint(with: models) {
            outcomes.append(Outcome(try await events(of: summary.id, after: 0)))
        }
        return Strengths(outcomes)
    }
}
