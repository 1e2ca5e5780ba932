/// What was seen of one model while runs are folded.
struct ModelObservations {
    /// Numbers whose mean counts.
    struct Mean {
        var sum = 0.0
        var count = 0.0

        var value: Double? { count > 0 ? sum / count : nil }

        mutating func add(_ number: Double, weight: Double = 1) {
            sum += number * weight
            count += weight
        }
    }

    var runs = 0
    var winShares: [Double] = []
    var reviews = 0
    var position = Mean()
    var leniency = Mean()
    var length = Mean()
    var inconsistency = Mean()
    var refusals = 0
    var failures = 0
    var calls = 0
    var cost = 0.0
    var hasUnknownCost = false
    var seconds: [Double] = []

    func statistics(of model: String, strength: Strengths, _ selfPreference: Double?) -> ModelStatistics {
        ModelStatistics(
            model: model, runs: runs, strength: strength.records[model].map { _ in strength[model] },
            interval: interval(shrunkBy: strength.shrinkage), reviews: reviews, positionBias: position.value,
            selfPreference: selfPreference, leniency: leniency.value, lengthBias: length.value,
            inconsistency: inconsistency.value, refusals: refusals, failures: failures, calls: calls,
            cost: hasUnknownCost ? nil : cost, latency: seconds.isEmpty ? nil : seconds.sorted()[seconds.count / 2])
    }

    /// Mean ± 1.645 standard errors of the win shares, both shrunk as the strength is.
    private func interval(shrunkBy shrinkage: Double) -> Tally.Interval? {
        let count = Double(winShares.count)
        guard count > 1 else { return nil }
        let mean = winShares.reduce(0, +) / count
        let variance = winShares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
        let weight = count / (count + shrinkage)
        let margin = 1.645 * (variance / count).squareRoot() * weight
        let middle = (mean - 0.5) * weight
        return Tally.Interval(lower: middle - margin, upper: middle + margin)
    }
}
