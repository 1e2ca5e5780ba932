import CouncilKit

/// What `council ask --dry-run` prints: what would be asked, and what it may cost.
struct DryRun: Sendable {
    let run: Run
    let estimate: Estimate
    private let hasCache: Bool
    private let refusal: String?

    /// - Parameters:
    ///   - hasCache: Whether a response cache would be asked first.
    ///   - refusal: Why the run would not be held, if it would not.
    init(_ run: Run, hasCache: Bool, refusal: String? = nil) {
        self.run = run
        self.hasCache = hasCache
        self.refusal = refusal
        estimate = Estimate(of: run)
    }

    /// The plan as tables.
    func text(width: Int? = nil) -> String {
        let blocks: [Block] =
            [.heading("Calls"), .table(calls), .heading("Estimate"), .table(stages)]
            + remarks.map { .sentence($0) }
        return blocks.map { $0.text(width: width) }.joined(separator: "\n\n") + "\n"
    }

    private var calls: Table {
        Table(
            [
                .text("call"), .name("model"), .trailing("prompt bytes"), .trailing("prompt tokens"),
                .trailing("reply tokens"), .trailing("cost"),
            ],
            rows: estimate.calls.map { call in
                [
                    call.attempt > 1 ? "\(call.role), again" : call.role.description, call.model,
                    Self.range(call.bytes), Self.range(call.input), Self.range(call.output), Self.cost(call.cost),
                ]
            })
    }

    private var stages: Table {
        let rows: [(String, Stage?)] = [
            ("answers", .collect), ("reviews", .review), ("final answer", .conclude), ("checks", .check),
            ("in all", nil),
        ]
        return Table(
            [
                .leading("stage"), .trailing("calls"), .trailing("prompt tokens"), .trailing("reply tokens"),
                .trailing("cost"),
            ],
            rows: rows.filter { $0.1 != .check || estimate.total(of: .check).calls.high > 0 }.map { name, stage in
                let total = estimate.total(of: stage)
                return [
                    name, Self.range(total.calls), Self.range(total.input), Self.range(total.output),
                    Self.cost(total.cost),
                ]
            })
    }

    private var remarks: [String] {
        var remarks = [
            "An estimate from sizes, without any tokenizer: 2.5 to 5 bytes a token; how long replies are is a guess "
                + "where nothing limits them. The high end takes every review asked for twice"
                + (run.fallbacks == nil ? "." : ", and the dearest of a member and its fallbacks.")
        ]
        if !estimate.unpriced.isEmpty {
            remarks.append(
                "Price unknown: \(estimate.unpriced.joined(separator: ", ")). Add it to "
                    + "~/.config/swift-council/prices.yaml or under “prices:” in council.yaml.")
        }
        if let budget = run.settings.budget, let limit = budget.limit {
            let spent = budget.spentBefore.map { ", \($0.dollars) of the day's spent before" } ?? ""
            let chain = run.fallbacks == nil ? [] : ["A fallback that it cannot pay is not asked."]
            remarks.append(
                "The budget is \(limit.dollars)\(spent). \(((budget.cuts ?? []) + chain).joined(separator: " "))")
        }
        if hasCache {
            remarks.append("Replies that the response cache holds will cost nothing; the estimate counts them in full.")
        }
        return remarks
    }

    private static func range(_ interval: Interval<Int>) -> String {
        interval.low == interval.high ? "\(interval.low)" : "\(interval.low)–\(interval.high)"
    }

    private static func cost(_ interval: Interval<Double>?) -> String {
        guard let interval else { return "price unknown" }
        return interval.high == 0 ? "free" : "\(interval.low.dollars)–\(interval.high.dollars)"
    }

    /// The plan as one JSON object.
    func json() throws -> String {
        let document = Document(
            calls: estimate.calls, answers: estimate.total(of: .collect), reviews: estimate.total(of: .review),
            conclusion: estimate.total(of: .conclude), checks: estimate.total(of: .check), total: estimate.total(),
            unpriced: estimate.unpriced, refused: refusal, settings: run.settings)
        return try JSONText(encoding: document).string + "\n"
    }

    private struct Document: Encodable {
        var calls: [Estimate.PlannedCall]
        var answers: Estimate.Total
        var reviews: Estimate.Total
        var conclusion: Estimate.Total
        var checks: Estimate.Total
        var total: Estimate.Total
        var unpriced: [String]
        /// Why the run would not be held.
        var refused: String?
        var settings: Settings
    }
}
