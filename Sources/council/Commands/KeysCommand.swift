import ArgumentParser
import CouncilKit
import CouncilServer
import FoundationEssentials

/// `council keys`
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Create, list and revoke the keys of the server.",
        discussion: """
            A key is shown once, when it is created; only its hash is kept, beside the journal. A running server takes \
            note of changes at once. As soon as there is a key, every request needs one.

            EXAMPLES
              council keys create Ada
              council keys create Ada --council paid --daily-budget 2.50 --requests-per-minute 30
              council keys list
              council keys revoke k7q2mz4t
            """,
        subcommands: [Create.self, List.self, Revoke.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Create a key and show it, this once.")

        @Argument(help: "Whose key it is.")
        var name: String

        @Option(
            name: .customLong("council"),
            help: ArgumentHelp("A council that it may ask; repeat for more. All, if none is named.", valueName: "name"))
        var councils: [String] = []

        @Option(
            name: .customLong("daily-budget"),
            help: ArgumentHelp(
                "What its runs of a day (UTC) may cost together, in US dollars.", valueName: "dollars"))
        var dailyBudget: Double?

        @Option(
            name: .customLong("requests-per-minute"),
            help: ArgumentHelp("How many requests it may send in a minute.", valueName: "count"))
        var requestsPerMinute: Int?

        @OptionGroup(title: "Journal") var storeOptions: StoreOptions

        func validate() throws {
            guard dailyBudget.map({ $0 >= 0 && $0.isFinite }) ?? true, requestsPerMinute.map({ $0 > 0 }) ?? true else {
                throw ValidationError("--daily-budget is at least 0, --requests-per-minute at least 1.")
            }
        }

        func run() async throws {
            let (key, entry) = try KeyRing(path: storeOptions.keysPath).create(
                name: name, councils: councils.isEmpty ? nil : councils, dailyBudget: dailyBudget,
                requestsPerMinute: requestsPerMinute)
            let console = Console.standard(environment: Environment.current)
            try console.error("Key \(entry.id) of \(entry.name). It is shown this once:\n")
            do { try console.output(key + "\n") } catch {
                try? console.error("Nobody has seen it: council keys revoke \(entry.id)\n")
                throw error
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the keys, revoked ones among them.")

        @OptionGroup(title: "Journal") var storeOptions: StoreOptions

        func run() async throws {
            let console = Console.standard(environment: Environment.current)
            let entries = try KeyRing(path: storeOptions.keysPath).entries()
            guard !entries.isEmpty else {
                try console.error("No keys yet: council keys create NAME\n")
                return
            }
            let table = Table(
                [
                    .leading("key"), .text("name"), .leading("created"), .text("councils"),
                    .trailing("a day"), .trailing("a minute"), .leading("state"),
                ],
                rows: entries.map { entry in
                    [
                        entry.id, entry.name, entry.created.formatted(.iso8601.year().month().day()),
                        entry.councils?.joined(separator: ", ") ?? "all", entry.dailyBudget?.dollars ?? "–",
                        entry.requestsPerMinute.map(String.init) ?? "–", entry.revoked == nil ? "valid" : "revoked",
                    ]
                })
            try console.output(Block.table(table).text(width: console.outputWidth) + "\n")
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Revoke a key; a running server refuses it at once.")

        @Argument(help: "The key's short name, as council keys list shows it.")
        var key: String

        @OptionGroup(title: "Journal") var storeOptions: StoreOptions

        func run() async throws {
            try KeyRing(path: storeOptions.keysPath).revoke(key)
            try Console.standard(environment: Environment.current).error("Key \(key) is revoked.\n")
        }
    }
}
