import ArgumentParser
import CouncilKit
import FoundationEssentials

/// `council stats`
struct StatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Show what all runs in the journal say of the models, as authors and as reviewers.",
        discussion: """
            Strength is the share of comparisons that a model's answers win, above or below the middle, shrunk towards \
            0 while there are few runs; later runs reckon with it.

            EXAMPLES
              council stats
              council stats --html stats.html
              council stats --json | jq '.models[0]'
            """)

    @Flag(help: "One JSON object.")
    var json = false

    @Option(help: ArgumentHelp("Write a page with charts, which needs nothing else.", valueName: "file"))
    var html: String?

    @Option(help: "Read at most so many runs, the newest.")
    var limit = 1000

    @OptionGroup(title: "Council") var options: CouncilOptions
    @OptionGroup(title: "Journal") var store: StoreOptions

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit must be at least 1.") }
    }

    func run() async throws {
        let journal = try store.openToRead()
        let console = Console.standard(environment: Environment.current)
        var outcomes: [Outcome] = []
        for summary in try await journal.runs(limit: limit) {
            do {
                outcomes.append(Outcome(try await journal.events(of: summary.id, after: 0)))
            } catch let error as StoreError {
                try console.error("Left out: \(error)\n")
            }
        }
        let statistics = CouncilStatistics(outcomes)
        guard statistics.runs > 0 else {
            return try console.error("No runs yet. Ask something: council ask \"…\"\n")
        }
        let report = StatisticsReport(statistics, members: try options.plan().memberNames)
        if let html {
            do {
                try Data(report.page.utf8).write(to: URL(filePath: html), options: .atomic)
            } catch {
                throw ConfigurationError("The page cannot be written. Check that the folder exists.", file: html)
            }
            if !json { try console.error("Written: \(html)\n") }
        }
        if json {
            try console.output(try report.json())
        } else {
            try console.output(report.text(width: console.outputWidth))
        }
    }
}
