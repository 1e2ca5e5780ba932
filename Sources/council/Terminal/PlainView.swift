import CouncilKit

/// The run where nothing can be redrawn: plain lines on standard error, the final answer at once on standard output.
actor PlainView: RunView {
    /// How often a call that takes long says how far it is.
    private static let interval = Duration.seconds(10)

    private let presentation: Presentation
    private let console: Console
    private let environment: RunEnvironment
    private var state: LiveState
    private var reasoning = ReasoningLines()
    private var lastWord: [Role: Duration] = [:]
    private var isAnswered = false

    init(
        _ presentation: Presentation, after outcome: Outcome = Outcome(), on console: Console,
        environment: RunEnvironment = .live
    ) {
        self.presentation = presentation
        self.console = console
        self.environment = environment
        state = LiveState(after: outcome)
    }

    func show(_ event: CouncilEvent) throws {
        let now = environment.uptime()
        state.apply(event, at: now)
        guard let run = state.outcome.run else { return }
        for line in lines(about: event, in: run, at: now) { try console.tell(line) }
        if event.isEnd { try conclude() }
    }

    func finish() throws {
        try conclude()
        try presentation.writeRest(of: state.outcome, to: console)
    }

    private func conclude() throws {
        guard !isAnswered, state.outcome.isEnded else { return }
        isAnswered = true
        guard let conclusion = state.outcome.conclusion, presentation.showsConclusion else { return }
        for note in state.outcome.notes { try console.tell(note) }
        var answer = AnswerStream()
        try console.output(answer.complete(conclusion.text) ?? "")
    }

    private func lines(about event: CouncilEvent, in run: Run, at now: Duration) -> [String] {
        switch event {
        case .opened:
            let opening =
                "run \(run.id) · council \(run.council.harmlessLine), \(Figures.count(run.seats.count, "member"))"
            return [opening] + (run.reviewersNote.map { [$0] } ?? [])
        case .resumed:
            let known =
                "\(Figures.count(state.outcome.answers.count, "answer")) and "
                + Figures.count(state.outcome.reviews.count, "review")
            return ["run \(run.id), resumed, with \(known)"]
        case .started(let call):
            lastWord[call.role] = now
            return [call.announcement(in: run)].compactMap { $0 }
        case .piece(let role, .reasoning(let text)) where presentation.showsReasoning:
            return thoughts(reasoning.add(text, of: role), of: role, in: run)
        case .piece(let role, .waiting(let wait)):
            lastWord[role] = now
            let name = state.flights[role].map { run.name(of: $0.call) } ?? role.description
            return ["\(name) is \(wait.sentence)".harmlessLine]
        case .setback(let call, let setback):
            return [setback.sentence(about: call, in: run)]
        case .proceeded(let seats):
            let others = run.seats.indices.filter { seat in
                !seats.contains(seat) && state.outcome.failure(of: .member(seat)) == nil
            }
            let names = others.map { run.name(of: $0) }.joined(separator: ", ")
            return ["\(seats.count) answers are enough: the council goes on without \(names)"]
        case .piece(let role, let piece):
            let thoughts = piece.isText ? thoughts(reasoning.end(of: role), of: role, in: run) : []
            return thoughts + progress(of: role, in: run, at: now)
        case .answered(let call, let reply):
            let time = reply.timing.map { " in \(Figures.duration($0.total))" } ?? ""
            let ending = ([reply.origin].compactMap { $0 } + reply.remarks).map { "; \($0)" }.joined()
            return ["\(run.author(of: call, reply)) answered\(time) (\(Figures.writtenTokens(of: reply)))\(ending)"]
        case .reviewed(let call, let review, let reply):
            let pass = call.pass == 2 ? " in the reversed order" : ""
            let origin = reply.origin.map { " (\($0))" } ?? ""
            return ["\(run.author(of: call, reply)) reviewed\(pass)\(origin): \(review.summary)".harmlessLine]
        case .paired(let call, let preference, let reply):
            let verdict = "\(preference.first) over \(preference.second) \(Figures.percent(preference.share))"
            return ["\(run.author(of: call, reply)) compared: \(verdict)".harmlessLine]
        case .unreadable(let call, let reply, let complaint):
            let consequence = call.attempt == 1 ? "; it is asked again" : ""
            let thing = if case .reviewer = call.role { "review" } else { "reply" }
            return [
                "\(run.author(of: call, reply))'s \(thing) could not be read\(consequence): \(complaint)".harmlessLine
            ]
        case .failed(let call, let error):
            let sentence = error.sentence(about: call, in: run)
            return [sentence] + (error.suggestion.map { ["  \($0.harmlessLine)"] } ?? [])
        case .deepened: return [state.outcome.depthSentence(in: run)?.harmlessLine].compactMap { $0 }
        case .revised(let call, let reply):
            let isSame = reply.text == state.outcome.answers[call.role.reviser ?? -1]?.text
            return ["\(run.author(of: call, reply)) \(isSame ? "stands by its answer" : "has revised its answer")"]
        case .reopened: return ["the revised answers take the place of the first ones"]
        case .voted: return [state.outcome.voteSentence(in: run)?.harmlessLine].compactMap { $0 }
        case .analysed(let call, let analysis, let reply):
            return ["\(run.author(of: call, reply)) found \(Figures.count(analysis.points.count, "point"))"]
        case .drafted: return ["a draft is there; it is looked at before it holds"]
        case .compared(let call, let preference, let reply):
            return ["\(run.author(of: call, reply)) compared: \(preference.words(in: call.role))".harmlessLine]
        case .weighed(let comparison): return [state.outcome.sentence(about: comparison, in: run).harmlessLine]
        case .audited(let call, let audit, let reply):
            return ["\(run.author(of: call, reply)): \(audit.dropped.count) of \(audit.total) points were dropped"]
        case .tallied, .concluded: return []
        case .unanswered: return Self.reasons(of: state.outcome)
        }
    }

    /// Why nobody answered, every member's reason with what can be done about it.
    static func reasons(of outcome: Outcome) -> [String] {
        var lines = ["No member answered:"]
        for failure in outcome.failures {
            lines.append("• \(failure.error.sentence(about: failure.call, in: outcome.run))")
            lines += outcome.earlierReasons(of: failure.call).map { "  before that, \($0)" }
            if let suggestion = failure.error.suggestion { lines.append("  \(suggestion.harmlessLine)") }
        }
        if let advice = outcome.adviceToResume { lines.append(advice) }
        return lines
    }

    private func thoughts(_ lines: [String], of role: Role, in run: Run) -> [String] {
        let name = state.flights[role].map { run.name(of: $0.call) } ?? role.description
        return lines.map { "\(name) thinks: \($0)" }
    }

    private func progress(of role: Role, in run: Run, at now: Duration) -> [String] {
        guard let flight = state.flights[role], let last = lastWord[role], now - last >= Self.interval else {
            return []
        }
        lastWord[role] = now
        return [
            "\(run.name(of: flight.call)) \(role.activity): \(Figures.tokens(flight.tokens, isEstimate: true)) so far"
        ]
    }
}

extension Role {
    fileprivate var reviser: Int? {
        if case .reviser(let seat) = self { seat } else { nil }
    }
}

extension Preference {
    fileprivate func words(in role: Role) -> String {
        if case .judge = role { return words(first: "the first answer", second: "the second answer") }
        return words(first: "the draft", second: "the best single answer")
    }
}

extension Reply.Piece {
    fileprivate var isText: Bool {
        if case .text = self { true } else { false }
    }
}

extension Outcome {
    /// How a run goes on in which nobody answered.
    var adviceToResume: String? { run.map { "When the reasons are mended: council resume \($0.id)" } }
}
