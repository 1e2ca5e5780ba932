import CouncilKit

/// The run on a terminal: a live picture on standard error, then the final answer on standard output.
///
/// The picture is drawn at most about fifteen times a second, each time in one write. When the answer begins, it gives
/// way to a transcript that stays.
actor LiveView: RunView {
    /// The least time between two drawings.
    private static let interval = Duration.milliseconds(66)

    private let presentation: Presentation
    private let console: Console
    private let environment: RunEnvironment
    private var state: LiveState
    private var region: LiveRegion
    private var reasoning = ReasoningLines()
    private var answer = AnswerStream()
    /// Lines for good that wait for the next drawing.
    private var above: [InkLine] = []
    private var drawn: Duration?
    private var pending: Task<Void, Never>?
    private var ticking: Task<Void, Never>?
    private var isFrozen = false
    /// The member that was last said to sit in the chair.
    private var announced: Call?
    /// Whether the beginning of another answer is on the screen.
    private var isRestarted = false
    private var isAnswered = false
    /// The draft that stands on the screen, whole, while it is looked at.
    private var drafted: String?

    init(
        _ presentation: Presentation, after outcome: Outcome = Outcome(), on console: Console,
        environment: RunEnvironment = .live
    ) {
        self.presentation = presentation
        self.console = console
        self.environment = environment
        state = LiveState(after: outcome)
        region = LiveRegion(isColoured: console.isColoured)
        console.notices.listen { [weak self] in Task { try await self?.heed() } }
    }

    func show(_ event: CouncilEvent) throws {
        state.apply(event, at: environment.uptime())
        gatherReasoning(from: event)
        if case .started = event, ticking == nil { tickEverySecond() }
        switch event {
        case .opened(let run): above.append(InkLine("run \(run.id) · council \(run.council.harmlessLine)", .dim))
        case .resumed:
            above.append(contentsOf: state.outcome.run.map { [InkLine("run \($0.id), resumed", .dim)] } ?? [])
        case .started(let call) where call.role == .chairman && isFrozen: try announce(call)
        case .piece(.chairman, .text(let text)) where streamsAnswer: try stream(text)
        case .failed(let call, let error) where call.role == .chairman && isFrozen: try breakOff(call, error)
        case .setback(let call, let setback) where call.role == .chairman && answer.hasBegun:
            guard let error = setback.error else { break }
            try breakOff(call, error)
            announced = nil
        case .drafted(_, let reply) where streamsAnswer: try showDraft(reply.text)
        case .started(let call) where drafted != nil: try tell(call)
        case .concluded, .unanswered:
            try freeze()
            try conclude()
        default: break
        }
        try drawSoon()
    }

    func finish() throws {
        pending?.cancel()
        try freeze()
        try console.output(answer.breakOff())
        try conclude()
        console.notices.listen(nil)
        for notice in console.notices.take() { try say(notice.harmlessLine) }
        try presentation.writeRest(of: state.outcome, to: console)
    }

    /// Shows what others have to say above the picture. Once the answer has begun that waits until its end.
    private func heed() throws {
        guard !isFrozen else { return }
        try drawSoon()
    }

    // MARK: The picture

    /// Draws now, or as soon as it is time again.
    private func drawSoon() throws {
        guard !isFrozen else { return }
        let wait = drawn.map { Self.interval - (environment.uptime() - $0) } ?? .zero
        if wait <= .zero {
            pending?.cancel()
            pending = nil
            try draw()
        } else if pending == nil {
            pending = Task { [weak self, environment] in
                guard (try? await environment.sleep(wait)) != nil else { return }
                await self?.drawPending()
            }
        }
    }

    /// Shows how long somebody is waited for who says nothing.
    private func tickEverySecond() {
        ticking = Task { [weak self, environment] in
            while (try? await environment.sleep(.seconds(1))) != nil, await self?.tick() == true {}
        }
    }

    /// - Returns: Whether there is still something to show.
    private func tick() -> Bool {
        if !isFrozen, state.isSilent(at: environment.uptime()) { try? drawSoon() }
        return !isFrozen
    }

    /// A terminal that went away is noticed, and reported, at the next event.
    private func drawPending() {
        guard !isFrozen, !Task.isCancelled else { return }
        pending = nil
        try? draw()
    }

    private func draw() throws {
        let now = environment.uptime()
        drawn = now
        above += console.notices.take().map { InkLine($0.harmlessLine) }
        let window = console.window()
        let text = region.redraw(state.lines(in: window, at: now), above: wrapped(above, in: window), in: window)
        above = []
        if let text { try console.error(text) }
    }

    /// Replaces the picture by what stays.
    private func freeze() throws {
        guard !isFrozen else { return }
        isFrozen = true
        pending?.cancel()
        ticking?.cancel()
        let window = console.window()
        above += console.notices.take().map { InkLine($0.harmlessLine) }
        let lines = wrapped(above, in: window) + state.finalLines(in: window, at: environment.uptime())
        if let text = region.redraw([], above: lines, in: window) { try console.error(text) }
        above = []
    }

    private func wrapped(_ lines: [InkLine], in window: Console.Window) -> [InkLine] {
        lines.flatMap { $0.wrapped(to: window.columns - 1, indentation: 2) }
    }

    private func gatherReasoning(from event: CouncilEvent) {
        guard presentation.showsReasoning, let run = state.outcome.run else { return }
        let (role, lines): (Role, [String])
        switch event {
        case .piece(let speaker, .reasoning(let text)): (role, lines) = (speaker, reasoning.add(text, of: speaker))
        case .piece(let speaker, .text): (role, lines) = (speaker, reasoning.end(of: speaker))
        default: return
        }
        let name = state.flights[role].map { run.name(of: $0.call) } ?? role.description
        above += lines.map { InkLine("\(name) thinks: \($0)", .dim) }
    }

    // MARK: The answer

    /// Pieces are shown only where a person sees them being taken back.
    private var streamsAnswer: Bool { console.outputIsTerminal && presentation.showsConclusion }

    private func stream(_ text: String) throws {
        guard answer.hasBegun || !text.allSatisfy(\.isWhitespace) else { return }
        try freeze()
        if !answer.hasBegun {
            if let call = state.flights[.chairman]?.call, call.actingSeat != nil { try announce(call) }
            try console.error("\n")
        }
        try console.output(answer.pass(text))
    }

    /// Completes the draft on the screen. It holds unless something better is found.
    private func showDraft(_ text: String) throws {
        try freeze()
        if !answer.hasBegun { try console.error("\n") }
        let rest = answer.complete(text)
        if rest == nil {
            try console.output(answer.breakOff())
            try say("\nThe whole answer:", .bold)
        }
        try console.output(rest ?? answer.complete(text) ?? "")
        drafted = text
    }

    /// Says once what the draft is looked at for.
    private func tell(_ call: Call) throws {
        guard let run = state.outcome.run else { return }
        let isFirst = state.flights.keys.count { $0.isComparer } == 1 && state.outcome.preferences.isEmpty
        if call.role.isComparer, isFirst {
            try say("\n" + LiveState.comparing, .dim)
        } else if call.role == .auditor, let words = call.announcement(in: run) {
            try say((state.outcome.comparisons.isEmpty ? "\n" : "") + words, .dim)
        }
    }

    private func breakOff(_ call: Call, _ error: ModelError) throws {
        let hadBegun = answer.hasBegun
        try console.output(answer.breakOff())
        let name = state.outcome.run?.name(of: call) ?? call.model
        let verb = hadBegun ? "broke off" : "failed in the chair"
        try say("\n\(name) \(verb): \(error.words(about: call.model))", .red)
        if let suggestion = error.suggestion { try say("  \(suggestion.harmlessLine)") }
        isRestarted = true
    }

    /// Says once who sits in the chair now.
    private func announce(_ call: Call) throws {
        guard announced != call else { return }
        announced = call
        let name = state.outcome.run?.name(of: call) ?? call.model
        try say("\n\(name) takes the chair\(isRestarted ? " and starts the answer again" : ""):", .bold)
    }

    private func conclude() throws {
        guard !isAnswered, state.outcome.isEnded else { return }
        isAnswered = true
        guard let conclusion = state.outcome.conclusion else {
            try say("\nNo member answered.", .red)
            return try say(state.outcome.adviceToResume ?? "")
        }
        guard presentation.showsConclusion else { return }
        if drafted == conclusion.text { return try tellEnding() }
        if answer.hasBegun, let rest = answer.complete(conclusion.text) {
            try console.output(rest)
            return try tellEnding()
        }
        if answer.hasBegun {
            try console.output(answer.breakOff())
            try say("\nThe whole answer:", .bold)
        }
        if announced != conclusion.call, let note = state.outcome.sourceNote { try say("\n" + note, .yellow) }
        try tellEnding()
        try console.error("\n")
        try console.output(answer.complete(conclusion.text) ?? "")
    }

    /// Says how the final answer ended, if not at its own end.
    private func tellEnding() throws {
        if let note = state.outcome.endingNote { try say("\n" + note, .yellow) }
    }

    private func say(_ sentence: String, _ ink: Ink = .plain) throws {
        for line in sentence.split(separator: "\n", omittingEmptySubsequences: false) {
            for part in wrapped([InkLine(String(line), ink)], in: console.window()) {
                try console.error(part.text(inColour: console.isColoured) + "\n")
            }
        }
    }
}

extension Role {
    fileprivate var isComparer: Bool {
        if case .comparer = self { true } else { false }
    }
}
