import ArgumentParser
import CouncilKit
import CouncilProviders
import LocalModels

extension ModelsCommand {
    /// `council models list`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the models of this machine and their state, or the models that a provider says it has.")

        @Option(help: ArgumentHelp("List what this provider has.", valueName: "name"))
        var provider: String?

        @Option(help: ArgumentHelp("The configuration that knows it.", valueName: "file"))
        var config: String?

        @Flag(help: "One model a line, as JSON.")
        var json = false

        private struct Line: Encodable {
            var id: String
            var name: String
            var licence: String?
            var bytes: Int?
            var state: String
            var sha256: String
        }

        func run() async throws {
            let console = Console.standard(environment: Environment.current)
            if let provider, provider != Configuration.localProvider { return try await list(provider, on: console) }
            let entries = try ModelStore().list()
            if json {
                for entry in entries {
                    let line = Line(
                        id: entry.model.id, name: entry.model.name, licence: entry.model.licence,
                        bytes: entry.model.bytes, state: entry.state.wording, sha256: entry.model.sha256)
                    let text = try JSONText(encoding: line).string
                    try console.output(text + "\n")
                }
                return
            }
            let table = Table(
                [
                    .name("seat as"), .text("model"), .trailing("size"), .text("licence"), .leading("state"),
                ],
                rows: entries.map { entry in
                    [
                        "local/\(entry.model.id)", entry.model.name,
                        entry.model.bytes.map { "\(ByteCount($0))" } ?? "", entry.model.licence ?? "",
                        entry.state.wording,
                    ]
                })
            try console.output(table.lines(width: console.outputWidth).joined(separator: "\n") + "\n")
        }

        private struct Offer: Encodable {
            var id: String
            /// How it is seated.
            var member: String
        }

        private func list(_ provider: String, on console: Console) async throws {
            let configuration = try Configuration.load(
                config.map { .named($0) } ?? .search, environment: Environment.current)
            let endpoint = try configuration.provider(named: provider).endpoint(
                named: provider, environment: Environment.current)
            let ids = try await Interruption.cancelling { try await endpoint.models() }
            if ids.isEmpty { try console.error("\(provider) lists no models.\n".harmless) }
            for id in ids {
                let member = "\(provider)/\(id)"
                let line =
                    json
                    ? try JSONText(encoding: Offer(id: id, member: member)).string
                    : member.harmlessLine
                try console.output(line + "\n")
            }
        }
    }
}
