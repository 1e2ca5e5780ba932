import ArgumentParser
import CouncilKit
import CouncilServer
import Dispatch
import Logging
import ServiceLifecycle
import Synchronization
import UnixSignals

/// `council mcp`
struct MCPCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mcp",
        abstract:
            "Offer the councils as tools to a client of the Model Context Protocol, on standard input and output.",
        discussion: """
            Tools: ask_council, compare_answers, review_text, get_run. Resources: the runs in the journal. `council \
            serve` offers the same at /mcp.

            EXAMPLES
              council mcp
              council mcp --config ~/councils.yaml
            """)

    @OptionGroup(title: "Council") var options: CouncilOptions
    @OptionGroup(title: "Cache") var cacheOptions: CacheOptions
    @OptionGroup(title: "Journal") var storeOptions: StoreOptions

    func run() async throws {
        let plans = try options.plans()
        let console = Console.standard(environment: Environment.current)
        try plans.first?.tellConfiguration(on: console)
        let store = try storeOptions.open()
        let cache = try cacheOptions.open(configured: plans.first?.keepsReplies ?? false, beside: storeOptions.path)
        let progress = ProgressView(on: console, uptime: RunEnvironment.live.uptime)
        try await Seating(plans: plans, environment: Environment.current, report: progress.show).withCouncils {
            councils in
            progress.finish()
            try councils.tellUnavailable(on: console)
            var logger = Logger(label: "council")
            logger.logLevel = .notice
            let service = RunService(plans.roster(of: councils, cache: cache), store: store, logger: logger)
            let conversation = Conversation(
                server: MCPServer(service) { Transcript($0, parts: Part.allCases).markdown }, console: console)
            var configuration = ServiceGroupConfiguration(
                services: [
                    .init(service: service),
                    .init(service: conversation, successTerminationBehavior: .gracefullyShutdownGroup),
                ], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
            configuration.maximumGracefulShutdownDuration = .seconds(15)
            try await ServiceGroup(configuration: configuration).run()
        }
    }

    /// Reads messages, one a line, and writes answers as they come, until the input ends.
    private struct Conversation: Service {
        let server: MCPServer
        let console: Console

        func run() async throws {
            let (lines, input) = AsyncStream<String>.makeStream()
            DispatchQueue.global().async {
                while let line = readLine() { input.yield(line) }
                input.finish()
            }
            // Requests are answered in parallel; no line must be cut by another one.
            let output = Mutex(console)
            let write: @Sendable (JSONValue) throws -> Void = { message in
                let line = message.text + "\n"
                try output.withLock { try $0.output(line) }
            }
            try await withThrowingDiscardingTaskGroup { group in
                for await line in lines.cancelOnGracefulShutdown() where !line.allSatisfy(\.isWhitespace) {
                    guard let message = try? JSONValue(parsing: line) else {
                        try write(MCPServer.parseError)
                        continue
                    }
                    group.addTask {
                        let answer = await server.answer(message, for: .local) { try write($0) }
                        if let answer { try write(answer) }
                    }
                }
                group.cancelAll()
            }
        }
    }
}
