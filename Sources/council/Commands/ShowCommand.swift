import ArgumentParser
import CouncilKit
import FoundationEssentials

/// `council show`
struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a run: who answered, who said what of whom, the tally, the final answer.",
        discussion: """
            EXAMPLES
              council show 20261123-k7q2mz4t
              council show 20261123-k7 --show tally,final
              council show 20261123-k7 --dropped
              council show 20261123-k7 --markdown > run.md
              council show 20261123-k7 --json | jq .type
            """)

    @Argument(help: "The run, or the beginning of its name.")
    var run: String

    @Option(help: ArgumentHelp("What to show: \(Part.names).", valueName: "parts"))
    var show: String?

    @Flag(help: "Only the points of the analysis that the final answer dropped, with the members that made them.")
    var dropped = false

    @Flag(help: "The run's events, one a line, as they stand in the journal.")
    var json = false

    @Flag(help: "Markdown.")
    var markdown = false

    @OptionGroup(title: "Journal") var storeOptions: StoreOptions

    func validate() throws {
        guard !(json && markdown) else { throw ValidationError("--json and --markdown exclude each other.") }
        guard !(json && show != nil) else {
            throw ValidationError("--json shows everything and excludes --show.")
        }
        guard !(dropped && (json || show != nil)) else {
            throw ValidationError("--dropped excludes --show and --json.")
        }
        _ = try parts
    }

    private var parts: [Part] {
        get throws {
            do throws(UnknownPart) {
                if dropped { return [.dropped] }
                return try show.map { text throws(UnknownPart) in try Part.list(text) } ?? Part.allCases
            } catch {
                throw ValidationError(error.description)
            }
        }
    }

    func run() async throws {
        let store = try storeOptions.openToRead()
        let id = try await store.run(named: run)
        let events = try await store.events(of: id, after: 0)
        let console = Console.standard(environment: Environment.current)
        if json { return try await JSONLinesView.write(events, to: console) }
        let outcome = Outcome(events)
        if dropped, outcome.audit == nil {
            return try console.error("Run \(id) has no audit: nobody looked for what its answer dropped.\n")
        }
        let transcript = Transcript(outcome, parts: try parts, isWhole: !dropped)
        try console.output(markdown ? transcript.markdown : transcript.text(width: console.outputWidth))
    }
}
