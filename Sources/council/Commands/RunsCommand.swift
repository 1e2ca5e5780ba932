import ArgumentParser
import CouncilKit
import FoundationEssentials

/// `council runs`
struct RunsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs",
        abstract: "List the runs in the journal, newest first.",
        discussion: """
            EXAMPLES
              council runs
              council runs --limit 100 --json
            """)

    @OptionGroup var store: StoreOptions

    @Option(help: "At most so many.")
    var limit = 20

    @Flag(help: "One run a line, as JSON.")
    var json = false

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit must be at least 1.") }
    }

    func run() async throws {
        let journal = try store.openToRead()
        let runs = try await journal.runs(limit: limit)
        let costs = try await costs(of: runs, in: journal)
        let console = Console.standard(environment: Environment.current)
        if json {
            for run in runs {
                try console.output(
                    try JSONText(encoding: Line(run, cost: costs[run.id])).string + "\n")
            }
        } else if runs.isEmpty {
            try console.error("No runs yet. Ask something: council ask \"…\"\n")
        } else {
            try console.output(RunList(runs, costs: costs).text(width: console.outputWidth))
        }
    }

    /// What runs have cost whose models are known to cost money, or whose providers say so.
    private func costs(of runs: [RunSummary], in journal: any RunStore) async throws -> [Run.ID: Double] {
        var costs: [Run.ID: Double] = [:]
        for run in runs {
            let cost = Costs(of: Outcome(try await journal.events(of: run.id, after: 0))).total
            if run.run.hasPricedModels || cost > 0 { costs[run.id] = cost }
        }
        return costs
    }

    /// A run in the list, without its settings.
    private struct Line: Encodable {
        var id: String
        var date: Date
        var state: RunSummary.State
        var council: String
        var question: String
        var seats: [String]
        var chairman: String
        var continues: String?
        /// US dollars.
        var cost: Double?

        init(_ summary: RunSummary, cost: Double?) {
            id = summary.run.id.rawValue
            date = summary.run.date
            state = summary.state
            council = summary.run.council
            question = summary.run.question
            seats = summary.run.seats
            chairman = summary.run.chairman
            continues = summary.run.continues?.rawValue
            self.cost = cost
        }
    }
}
