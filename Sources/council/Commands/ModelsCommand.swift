import ArgumentParser
import CouncilKit
import FoundationEssentials
import LocalModels

/// `council models`
struct ModelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: "List, fetch and remove the models that run on this machine; list those of a provider.",
        discussion: """
            EXAMPLES
              council models
              council models --provider anthropic
              council models pull
              council models pull qwen2.5-coder-0.5b
              council models add ~/models/mine.gguf --id mine
              council models remove smollm2-135m
            """,
        subcommands: [List.self, Pull.self, Add.self, Remove.self],
        defaultSubcommand: List.self)

    /// Runs a body that reports progress and that Ctrl-C cancels.
    static func reporting(
        _ body: @escaping @Sendable (ModelStore, @escaping LocalProgress.Report) async throws -> Void
    ) async throws {
        let progress = ProgressView(
            on: .standard(environment: Environment.current), uptime: RunEnvironment.live.uptime)
        defer { progress.finish() }
        try await Interruption.cancelling { try await body(try ModelStore()) { progress.show($0) } }
    }
}

extension ModelsCommand {
    /// `council models pull`
    struct Pull: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Fetch models and the runtime, and check their checksums. Goes on where it was cut off.")

        @Argument(help: "The models; without any, those of the built-in council.")
        var models: [String] = []

        @Option(
            help: ArgumentHelp(
                "The llama-server that is to serve them: built, path (the one on PATH) or a file.",
                valueName: "runtime"))
        var runtime = "built"

        func run() async throws {
            let names = models.isEmpty ? try Plan.builtInModels() : models
            let choice = RuntimeChoice(runtime)
            try await ModelsCommand.reporting { store, report in
                let runtime = try LocalRuntime(choice, folder: store.folder)
                // Before anything is fetched, which may take long and would be in vain.
                try await runtime.checkMachine()
                try store.checkSpace(for: names)
                for name in names { try await store.pull(name, report: report) }
                _ = try await runtime.prepare(report: report)
            }
            let console = Console.standard(environment: Environment.current)
            try console.error("Ready: \(names.joined(separator: ", ")), llama-server\n")
        }
    }

    /// `council models add`
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a GGUF file, from a path or an address, to the catalogue.")

        @Argument(help: "A path, or an address that begins with http.")
        var location: String

        @Option(name: .customLong("sha256"), help: "Its SHA-256; required for an address.")
        var sha256: String?

        @Option(help: "The name under which it is seated: local/ID.")
        var id: String?

        func run() async throws {
            try await ModelsCommand.reporting { [location, sha256, id] store, _ in
                let model = try await store.add(location, sha256: sha256, id: id)
                try Console.standard(environment: Environment.current).output("Seat it as local/\(model.id)\n")
            }
        }
    }

    /// `council models remove`
    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Remove fetched models from the disk.")

        @Argument(help: "The models.")
        var models: [String]

        func run() async throws {
            let store = try ModelStore()
            let catalogue = try store.catalogue()
            // All names first: a command that fails has changed nothing.
            for model in models { _ = try catalogue.model(model) }
            for model in models { try await store.remove(model) }
        }
    }
}

extension ModelState {
    var wording: String {
        switch self {
        case .missing: "not fetched"
        case .partial(let bytes, let total):
            "partly fetched, \(ByteCount(bytes))\(total.map { " of \(ByteCount($0))" } ?? "")"
        case .ready: "ready"
        }
    }
}
