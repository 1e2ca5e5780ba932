import ArgumentParser
import CouncilKit
import FoundationEssentials
import Glibc

/// `council ask`
struct AskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ask",
        abstract: "Ask a council a question.",
        discussion: """
            The question is the argument, a file, or standard input. Without a configuration file a council of three \
            small models on this machine answers. Progress goes to standard error, the answer to standard output.

            EXAMPLES
              council ask "Why is the sky blue?"
              council ask --council paid --file question.md --show answers,reviews,tally,final
              council ask --member openai/gpt-5.6-luna --member ollama/llama3.2 --chairman ollama/llama3.2 "…"
              council ask --base-url https://example.org/v1 --api-key-env EXAMPLE_KEY --member a --member b "…"
              council ask --continue 20261123-k7q2mz4t "And at sunset?"
              council ask --attach photo.png --attach notes.md "What is wrong in this picture?"
              council ask --council paid --quorum 3 --patience 20 "…"
              council ask --council paid --budget 0.50 --dry-run "…"
              council ask --council paid --depth auto --answer-type number "What is 17 times 23?"
              git diff | council ask --quiet
            """)

    @Argument(help: "The question; without it, standard input is read.")
    var question: String?

    @Option(help: ArgumentHelp("Read the question from a file.", valueName: "path"))
    var file: String?

    @Option(
        name: .customLong("continue"),
        help: ArgumentHelp("Go on with the conversation of an earlier run.", valueName: "run"))
    var continues: String?

    @Option(help: "The seed of labels and orders, to repeat a run's draws.")
    var seed: UInt64?

    @Option(
        name: .customLong("reasoning-effort"),
        help: ArgumentHelp(
            "How much the models are to think before they write: low, medium or high.", valueName: "effort"),
        transform: { try value($0, among: ReasoningEffort.allCases.map { ($0.rawValue, $0) }) })
    var reasoningEffort: ReasoningEffort?

    @OptionGroup(title: "Question") var attachments: AttachmentOptions
    @OptionGroup(title: "Council") var options: CouncilOptions
    @OptionGroup(title: "Reliability") var reliability: ReliabilityOptions
    @OptionGroup(title: "Synthesis") var synthesis: SynthesisOptions
    @OptionGroup(title: "Review") var review: ReviewOptions
    @OptionGroup(title: "Budget") var budget: BudgetOptions
    @OptionGroup(title: "Cache") var cacheOptions: CacheOptions
    @OptionGroup(title: "Display") var display: DisplayOptions
    @OptionGroup(title: "Journal") var storeOptions: StoreOptions
    @OptionGroup(title: "Log") var log: LogOptions

    func validate() throws {
        guard question == nil || file == nil else {
            throw ValidationError("Give the question as argument or with --file, not both.")
        }
    }

    func run() async throws {
        let store = continues == nil ? try storeOptions.open() : try storeOptions.openToRead()
        let earlier = try await earlierRun(in: store)
        var plan =
            if let run = earlier?.run, options.isEmpty {
                try Plan(
                    of: run, runtime: options.runtime, environment: Environment.current,
                    localModels: try Environment.localModels())
            } else {
                try options.plan()
            }
        plan.settings = review.applied(to: plan.settings)
        plan.settings.reasoning = reasoningEffort ?? plan.settings.reasoning
        let question = try readQuestion()
        guard !question.allSatisfy(\.isWhitespace) else { throw ConfigurationError("The question is empty.") }
        let console = Console.standard(environment: Environment.current)
        if !display.quiet, !display.json { try plan.tellConfiguration(on: console) }
        let cache = try cacheOptions.open(configured: plan.keepsReplies, beside: storeOptions.path)
        let history = earlier?.conversation ?? []
        let inquiry = Inquiry(
            question, attachments: (earlier?.images ?? []) + (try attachments.read()), history: history,
            continues: earlier?.run?.id,
            seed: seed ?? cache?.seed(of: question, after: history),
            origin: plan.origin)
        try reliability.apply(to: &plan.settings, members: plan.members.count)
        plan.settings.synthesis = synthesis.settings(configured: plan.settings.synthesis)
        plan.settings.budget = try await budget.budget(configured: plan.budget, spentIn: store)
        // Asked early, so that no model is started for a run that cannot be paid.
        let draft = try fitted(plan.draft(of: inquiry), hasCache: cache != nil, on: console)
        if budget.dryRun { return try show(DryRun(draft, hasCache: cache != nil), on: console) }
        if !display.quiet, !display.json {
            for cut in draft.settings.budget?.cuts ?? [] { try console.tell("To fit the budget: \(cut)") }
        }
        let settled = plan
        try await Session(
            plan: settled, store: store, presentation: try display.presentation(beside: log), console: console,
            cache: cache,
            telemetry: try log.telemetry(hiding: plan.secrets(in: Environment.current), on: console)
        ).run { $0.deliberate(on: inquiry, store: store) }
    }

    private func fitted(_ draft: Run, hasCache: Bool, on console: Console) throws -> Run {
        do throws(CouncilError) {
            return try draft.fitted()
        } catch {
            if budget.dryRun {
                try show(DryRun(draft, hasCache: hasCache, refusal: error.message), on: console)
            }
            throw error
        }
    }

    private func show(_ dryRun: DryRun, on console: Console) throws {
        try console.output(display.json ? try dryRun.json() : dryRun.text(width: console.outputWidth))
    }

    private func earlierRun(in store: any RunStore) async throws -> Outcome? {
        guard let continues else { return nil }
        let id = try await store.run(named: continues)
        let outcome = Outcome(try await store.events(of: id, after: 0))
        guard outcome.conclusion != nil else {
            throw ConfigurationError("Run \(id) has no final answer yet: council resume \(id)")
        }
        return outcome
    }

    private func readQuestion() throws -> String {
        if let question { return question }
        if let file { return try TextFile.read(file) }
        if isatty(STDIN_FILENO) == 1 {
            try? Console.standard(environment: Environment.current).error(
                "Type the question, then Ctrl-D on a line of its own:\n")
        }
        return try TextFile.standardInput()
    }
}

extension Outcome {
    /// The conversation up to and including this run.
    fileprivate var conversation: [Run.Exchange] {
        guard let run, let conclusion else { return [] }
        return run.history + [Run.Exchange(question: Prompts.question(of: run), answer: conclusion.text)]
    }

    /// The images of the conversation: they go along with every question, for their place in it is not kept.
    fileprivate var images: [Attachment] { (run?.attachments ?? []).filter { $0.image != nil } }
}
