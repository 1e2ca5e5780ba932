import CouncilKit
import FoundationEssentials

/// A run as the interface shows it.
struct RunObject: Encodable, Sendable {
    struct Failure: Encodable, Sendable {
        var call: Call
        var error: ModelError
    }

    var id: String
    var object = "run"
    /// `waiting`, `running`, `stopped`, `unfinished`, `concluded` or `unanswered`.
    var state: String
    var date: Date
    var council: String
    var title: String?
    var question: String
    var continues: String?
    var seats: [String]
    var chairman: String
    /// The final answer, as far as there is one; only where one run is asked for, like all that follows.
    var answer: String?
    var source: String?
    var position: Int?
    var usage: Usage?
    /// US dollars.
    var cost: Double?
    var failures: [Failure]?
    /// Whether there is a link under which others can read it.
    var shared: Bool?

    init(_ summary: RunSummary, stage: RunService.Stage?, outcome: Outcome? = nil, isShared: Bool? = nil) {
        id = summary.id.rawValue
        state = Self.state(of: summary, stage: stage)
        date = summary.run.date
        council = summary.run.council
        title = summary.title
        question = summary.run.question
        continues = summary.run.continues?.rawValue
        seats = summary.run.seats
        chairman = summary.run.chairman
        shared = isShared
        guard let outcome else { return }
        answer = outcome.conclusion?.text
        source = outcome.conclusion?.source.rawValue
        position = outcome.position
        usage = outcome.usage
        cost = Costs(of: outcome).knownTotal
        failures = outcome.failures.map { Failure(call: $0.call, error: $0.error) }
    }

    private static func state(of summary: RunSummary, stage: RunService.Stage?) -> String {
        switch (summary.state, stage) {
        case (.concluded, _), (.unanswered, nil): summary.state.rawValue
        case (_, .underWay?): "running"
        case (_, .waiting?): "waiting"
        case (.unfinished, nil): summary.isStopped ? "stopped" : "unfinished"
        }
    }
}

/// A page of the list of runs.
struct RunList: Encodable, Sendable {
    private enum CodingKeys: String, CodingKey {
        case object, data
        case hasMore = "has_more"
    }

    var object = "list"
    var data: [RunObject]
    var hasMore: Bool
}

/// What a run would ask for and may cost.
struct RunEstimate: Encodable, Sendable {
    var object = "estimate"
    var calls: [Estimate.PlannedCall]
    var total: Estimate.Total
    /// The models whose price is unknown.
    var unpriced: [String]

    init(_ run: Run) {
        let estimate = Estimate(of: run)
        calls = estimate.calls
        total = estimate.total()
        unpriced = estimate.unpriced
    }
}
