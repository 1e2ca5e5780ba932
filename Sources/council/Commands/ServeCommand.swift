import ArgumentParser
import CouncilKit
import CouncilSQLite
import CouncilServer
import CouncilTelemetry
import Logging
import ServiceLifecycle
import UnixSignals

/// `council serve`
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the configured councils as models: OpenAI's and Anthropic's protocols, runs, events.",
        discussion: """
            Every council is a model, “council:NAME”; “council” is the default one. The server listens on this machine \
            only, unless there are keys (council keys create). Runs that a server left unfinished are taken up when it \
            starts again.

            EXAMPLES
              council serve
              council serve --port 9000 --runs-at-once 8
              council serve --host 0.0.0.0 --host-name council.example
              council serve --base-url http://127.0.0.1:8080/v1 --member a --member b --member c
            """)

    @Option(help: ArgumentHelp("The address to listen at.", valueName: "address"))
    var host = "127.0.0.1"

    @Option(help: "The port; 0 for any free one.")
    var port = 8321

    @Option(
        name: .customLong("host-name"),
        help: ArgumentHelp(
            "A name under which clients may address the server, beside localhost and addresses. Repeat for more.",
            valueName: "name"))
    var hostNames: [String] = []

    @Option(
        name: .customLong("runs-at-once"), help: ArgumentHelp("How many runs are held at once.", valueName: "count"))
    var runsAtOnce = ServiceLimits().runsUnderWay

    @Option(help: ArgumentHelp("How many more runs may wait; further ones are refused.", valueName: "count"))
    var queue = ServiceLimits().runsWaiting

    @Option(
        help: ArgumentHelp(
            "How long runs may go on after SIGTERM before they are parked for the next start.", valueName: "seconds"))
    var grace = 10

    @Flag(
        name: .customLong("no-progress"),
        help: "Do not stream what happens before the answer as reasoning to clients of the chat protocols.")
    var hidesProgress = false

    @OptionGroup(title: "Council") var options: CouncilOptions
    @OptionGroup(title: "Cache") var cacheOptions: CacheOptions
    @OptionGroup(title: "Journal") var storeOptions: StoreOptions
    @OptionGroup(title: "Log") var log: LogOptions

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port is a number up to 65535.") }
        guard runsAtOnce > 0, queue >= 0, (0...3600).contains(grace) else {
            throw ValidationError("--runs-at-once is at least 1, --queue at least 0, --grace at most 3600.")
        }
    }

    func run() async throws {
        let plans = try options.plans()
        let console = Console.standard(environment: Environment.current)
        try plans.first?.tellConfiguration(on: console)
        let environment = Environment.current
        for variable in plans.reduce(into: Set(), { $0.formUnion($1.missingKeys(in: environment)) }).sorted() {
            try console.error("\(variable) is not set: whoever needs this key will fail. Set it and start again.\n")
        }
        let logger = try log.logger(hiding: plans.flatMap { $0.secrets(in: environment) }, on: console)
        let store = try storeOptions.open()
        let cache = try cacheOptions.open(configured: plans.first?.keepsReplies ?? false, beside: storeOptions.path)
        let progress = ProgressView(on: console, uptime: RunEnvironment.live.uptime)
        try await Seating(plans: plans, environment: environment, report: progress.show).withCouncils {
            councils in
            progress.finish()
            try councils.tellUnavailable(on: console)
            let roster = plans.roster(of: councils, cache: cache)
            try await serve(roster, from: store, logger: logger, on: console)
        }
    }

    private func serve(
        _ roster: CouncilRoster, from store: any RunStore, logger: Logger, on console: Console
    ) async throws {
        var limits = ServiceLimits(runsUnderWay: runsAtOnce, runsWaiting: queue)
        limits.runsWaitingPerKey = max(1, queue / 4)
        limits.grace = .seconds(grace)
        let metrics = PrometheusMetrics()
        let logsContent = log.logContent
        let service = RunService(roster, store: store, limits: limits, logger: logger) { known in
            TelemetryObserver(
                telemetry: RunTelemetry(after: known, logger: logger, metrics: metrics, logsContent: logsContent))
        }
        let host = host
        let application = try CouncilApplication(
            service, keys: KeyRing(path: storeOptions.keysPath), links: ShareLinks(path: storeOptions.linksPath),
            options: ServerOptions(
                host: host, port: port, hostNames: Set(hostNames), showsProgress: !hidesProgress),
            hooks: .standard(metrics), logger: logger
        ) { port in
            let councils = roster.names.joined(separator: ", ")
            try? console.output("Serving \(councils) on http://\(host.contains(":") ? "[\(host)]" : host):\(port)\n")
        }
        // Services end in reverse order: first the runs and with them all streams, then the connections.
        var configuration = ServiceGroupConfiguration(
            services: [application, service], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(grace + 5)
        try await ServiceGroup(configuration: configuration).run()
    }
}

extension [Plan] {
    /// The councils as they are served.
    func roster(of councils: [Council], cache: SQLiteReplyCache?) -> CouncilRoster {
        let entries = zip(self, councils).map { plan, seated -> CouncilRoster.Entry in
            var council = seated
            council.prices = plan.prices
            var entry = CouncilRoster.Entry(council, origin: plan.origin, budget: plan.budget)
            if let cache {
                entry.council = council.keepingReplies(in: cache)
                entry.seed = { question, history in cache.seed(of: question, after: history) }
            }
            return entry
        }
        return CouncilRoster(entries, defaultName: first?.name)
    }
}

extension ServerHooks {
    /// What the server needs of the program.
    static func standard(_ metrics: PrometheusMetrics) -> ServerHooks {
        ServerHooks(
            markdown: { Transcript($0, parts: Part.allCases).markdown },
            checkup: { council in
                await Checkup(environment: .live).findings(on: council) { _ in }.compactMap { finding in
                    try? JSONValue(parsing: JSONText(encoding: finding).bytes)
                }
            }, metrics: metrics.text, page: .standard)
    }
}
