import CouncilKit

extension Outcome {
    /// What the run has cost, in one line; `nil` if nothing of it costs money.
    var costLine: String? {
        guard let run, run.hasPricedModels else { return nil }
        let costs = Costs(of: self)
        var line = "cost: \(costs.isEstimate ? "about " : "")\(costs.total.dollars)"
        if !reviews.isEmpty || !unreadable.isEmpty {
            line += ", of which peer review \(costs.total(of: .review).dollars)"
        }
        if !costs.unpriced.isEmpty { line += "; price unknown: \(costs.unpriced.joined(separator: ", "))" }
        if costs.mayBeMore { line += "; calls that broke off are not counted, but may be billed" }
        if let limit = run.settings.budget?.limit, costs.total > limit + 1e-9 {
            line += "; over the budget of \(limit.dollars): more tokens were counted than any estimate allowed for"
        }
        return line.harmlessLine
    }

    /// What each member has cost in each stage.
    func costTable(in run: Run) -> Table? {
        guard run.hasPricedModels else { return nil }
        let costs = Costs(of: self)
        func cells(_ name: String, _ amounts: [Double]) -> [String] {
            [name] + amounts.map(\.dollars) + [amounts.reduce(0, +).dollars]
        }
        let members = run.seats.indices.map { seat in
            cells(run.name(of: seat), Stage.allCases.map { costs.total(ofSeat: seat, in: $0) })
        }
        return Table(
            [.leading("member")] + ["answer", "reviews", "final answer", "in all"].map { .trailing($0) },
            rows: members + [
                cells("chairman \(run.chairman)", [0, 0, costs.totalOfChairman]),
                cells("in all", Stage.allCases.map { costs.total(of: $0) }),
            ])
    }
}

extension Run {
    /// Whether a model of the run is known to cost money.
    var hasPricedModels: Bool { prices?.values.contains { !$0.isFree } ?? false }
}
