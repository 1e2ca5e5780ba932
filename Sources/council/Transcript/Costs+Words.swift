import CouncilKit

extension Outcome {
    /// What the run has cost, in one line; `nil` if nothing of it costs money. Where no price is known, it says of whom.
    var costLine: String? {
        guard let run else { return nil }
        let costs = Costs(of: self)
        guard run.hasPricedModels || costs.total > 0 else {
            var parts = costs.unpriced.isEmpty ? [] : ["price unknown: \(costs.unpriced.joined(separator: ", "))"]
            if costs.mayBeMore, run.prices == nil { parts.append("calls that broke off may be billed") }
            return parts.isEmpty ? nil : "cost: \(parts.joined(separator: "; "))".harmlessLine
        }
        var line = "cost: \(costs.isEstimate ? "about " : "")\(costs.total.dollars)"
        if !reviews.isEmpty || !unreadable.isEmpty {
            line += ", of which peer review \(costs.total(of: .review).dollars)"
        }
        if costs.hasChecks { line += ", checks of the final answer \(costs.total(of: .check).dollars)" }
        if !costs.unpriced.isEmpty { line += "; price unknown: \(costs.unpriced.joined(separator: ", "))" }
        if costs.possible > 0 {
            let most = costs.possible.dollars
            line +=
                "; calls that broke off may be billed with \(hasLostCalls ? "\(most) or more" : "up to \(most) more")"
        } else if costs.mayBeMore {
            line += "; calls that broke off may be billed beyond that"
        }
        if let limit = run.settings.budget?.most, costs.total > limit + 1e-9 {
            line += "; over the budget of \(limit.dollars): it was charged more than any estimate allowed for"
        }
        return line.harmlessLine
    }

    /// What each member has cost in each stage.
    func costTable(in run: Run) -> Table? {
        let costs = Costs(of: self)
        guard run.hasPricedModels || costs.total > 0 else { return nil }
        func cells(_ name: String, _ amounts: [Double]) -> [String] {
            [name] + amounts.map(\.dollars) + [amounts.reduce(0, +).dollars]
        }
        let stages = Stage.allCases.filter { $0 != .check || costs.hasChecks }
        let members = run.seats.indices.map { seat in
            cells(run.name(of: seat), stages.map { costs.total(ofSeat: seat, in: $0) })
        }
        return Table(
            [.name("member")] + (stages.map(\.heading) + ["in all"]).map { .trailing($0) },
            rows: members + [
                cells("chairman \(run.chairman)", stages.map { costs.totalOfChairman(in: $0) }),
                cells("in all", stages.map { costs.total(of: $0) }),
            ])
    }
}

extension Costs {
    /// Whether the final answer was compared, or looked at in another way.
    fileprivate var hasChecks: Bool { entries.contains { $0.call.role.stage == .check } }
}

extension Stage {
    /// The name of the stage in tables.
    var heading: String {
        switch self {
        case .collect: "answer"
        case .review: "reviews"
        case .conclude: "final answer"
        case .check: "checks"
        }
    }
}

extension Run {
    /// Whether a model of the run is known to cost money.
    var hasPricedModels: Bool { prices?.values.contains { !$0.isFree } ?? false }
}
