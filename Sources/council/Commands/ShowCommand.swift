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
              council show 20261123-k7 --markdown > run.md
              council show 20261123-k7 --json | jq .type
            """)

    @Argument(help: "The run, or the beginning of its name.")
    var run: String

    @Option(help: ArgumentHelp("What to show: answers, reviews, tally, final.", valueName: "parts"))
    var show: String?

    @Flag(help: "The run's events, one a line, as they stand in the journal.")
    var json = false

    @Flag(help: "Markdown.")
    var markdown = false

    @OptionGroup(title: "Journal") var storeOptions: StoreOptions

    func validate() throws {
        guard !(json && markdown) else { throw ValidationError("--json and --markdown exclude each other.") }
        _ = try parts
    }

    private var parts: [Part] {
        get throws {
            do throws(UnknownPart) {
                return try show.map { text throws(UnknownPart) in try Part.list(text) } ?? Part.allCases
            } catch {
                throw ValidationError(error.description)
            }
        }
    }

    func run() async throws {
        let store = try storeOptions.open()
        let id = try await store.run(named: run)
        let events = try await store.events(of: id, after: 0)
        let console = Console.standard(environment: Environment.current)
        if json {
            let view = JSONLinesView(on: console)
            for event in events { try await view.show(event) }
            return
        }
        let transcript = Transcript(Outcome(events), parts: try parts)
        let width = console.outputIsTerminal ? console.window().columns : nil
        try console.output(markdown ? transcript.markdown : transcript.text(width: width))
    }
}
