import CouncilKit
import FoundationEssentials

/// The runs of a store, one a line: what `council runs` prints.
struct RunList: Sendable {
    let runs: [RunSummary]
    /// What the runs have cost, in US dollars, as far as that is known.
    let costs: [Run.ID: Double]

    init(_ runs: [RunSummary], costs: [Run.ID: Double] = [:]) {
        self.runs = runs
        self.costs = costs
    }

    /// The list, ending in a line break.
    /// - Parameter width: The columns to which questions are cut; `nil` if they may be as long as they are.
    func text(width: Int? = nil) -> String {
        let cost: [Table.Column] = costs.isEmpty ? [] : [.trailing("cost")]
        let table = Table(
            [.leading("run"), .leading("opened (UTC)"), .text("council"), .leading("state")] + cost
                + [.text("question")],
            rows: runs.map { summary in
                [summary.id.rawValue, Self.date(summary.run.date), summary.run.council, summary.state.rawValue]
                    + cost.map { _ in costs[summary.id]?.dollars ?? "" } + [summary.run.question]
            })
        return table.lines(width: width).joined(separator: "\n") + "\n"
    }

    /// `2026-11-23 22:49`
    private static func date(_ date: Date) -> String {
        let day = date.formatted(.iso8601.year().month().day())
        let time = date.formatted(.iso8601.time(includingFractionalSeconds: false)).prefix(5)
        return "\(day) \(time)"
    }
}
