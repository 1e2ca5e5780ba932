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
    /// Runs without any of the models are not read.
    public func strengths(of models: [String], limit: Int) async throws -> Strengths {
        try await readStrengths(limit: limit) { !Set($0.seats).isDisjoint(with: models) }
    }

    /// Reads the newest runs.
    /// - Parameter isWanted: Which of them matter.
    public func readStrengths(limit: Int, _ isWanted: (Run) -> Bool = { _ in true }) async throws -> Strengths {
        var outcomes: [Outcome] = []
        for summary in try await runs(limit: limit) where summary.state == .concluded && isWanted(summary.run) {
            // A run that cannot be read, perhaps of a later version, must not keep anybody from asking.
            do {
                outcomes.append(Outcome(try await events(of: summary.id, after: 0)))
            } catch {
                try Task.checkCancellation()
            }
        }
        return Strengths(outcomes)
    }
}

extension Strengths {
    /// How many runs are looked at for the strengths that a new run reckons with.
    static let usualRuns = 100
}
