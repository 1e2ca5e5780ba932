import ArgumentParser
import CouncilKit
import FoundationEssentials

/// `council resume`
struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Finish a run that was cut off, without repeating what is already there.",
        discussion: """
            Members that failed before the reviews began are tried again. A run that is finished is shown, with --json all \
            of its events.

            EXAMPLES
              council resume 20261123-k7q2mz4t
              council resume 20261123-k7 --quiet
              council resume 20261123-k7 --quorum 2    # go on without whoever hangs
            """)

    @Argument(help: "The run, or the beginning of its name.")
    var run: String

    @Option(help: ArgumentHelp("The configuration, if it is not where it was any more.", valueName: "file"))
    var config: String?

    @OptionGroup(title: "Who is waited for") var reliability: ReliabilityOptions
    @OptionGroup(title: "Cache") var cacheOptions: CacheOptions
    @OptionGroup(title: "Display") var display: DisplayOptions
    @OptionGroup(title: "Journal") var storeOptions: StoreOptions
    @OptionGroup(title: "Log") var log: LogOptions

    func run() async throws {
        let store = try storeOptions.openToRead()
        let id = try await store.run(named: run)
        // Asked early, so that no model is started for a run that someone else is working on; and before the run is
        // read, so that what the other one did is known.
        let lease = try await store.acquire(id)
        await lease.release()
        let events = try await store.events(of: id, after: 0)
        let known = Outcome(events)
        guard let opened = known.run else { throw StoreError(.unknownRun, "There is no run \(id).") }
        let console = Console.standard(environment: Environment.current)
        guard known.conclusion == nil else {
            try console.tell("Run \(id) is finished; council show \(id) shows all of it.")
            if display.json { return try await JSONLinesView.write(events, to: console) }
            try await display.presentation.view(after: known, on: console).finish()
            return
        }
        var adjusted = opened.settings
        try reliability.apply(to: &adjusted, members: opened.seats.count)
        let limits = adjusted
        let plan = try Plan(
            of: opened, configuration: config, environment: Environment.current,
            localModels: try Environment.localModels())
        try await Session(
            plan: plan, store: store, presentation: try display.presentation(beside: log), console: console,
            cache: try cacheOptions.open(configured: plan.keepsReplies, beside: storeOptions.path),
            telemetry: try log.telemetry(
                after: known, hiding: plan.secrets(in: Environment.current), on: console)
        ).run(after: known) { council in
            council.resume(id, in: store) { settings in
                settings.quorum = limits.quorum
                settings.patience = limits.patience
                settings.runTimeout = limits.runTimeout
            }
        }
    }
}
