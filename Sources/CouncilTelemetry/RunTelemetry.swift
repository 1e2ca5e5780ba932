public import CoreMetrics
public import CouncilKit
public import Logging
public import Tracing

/// Spans, metrics and log lines of one run: one more reader of its events.
///
/// ```swift
/// let telemetry = RunTelemetry()
/// for try await event in council.deliberate(on: "Is P equal to NP?") { await telemetry.observe(event) }
/// ```
///
/// Names and attributes follow the OpenTelemetry semantic conventions for generative AI (in development when this was
/// written). No question, answer, review or word of a provider leaves through here unless `logsContent` says so, and
/// then only into the log; keys are not known here at all.
public actor RunTelemetry {
    private struct Flight {
        var began: Duration
        var hasPiece = false
    }

    private let uptime: @Sendable () -> Duration
    private var spans: RunSpans
    private let metrics: RunMetrics
    private let lines: RunLines
    private var run: Run?
    private var began: Duration?
    private var flights: [Call: Flight] = [:]

    /// - Parameters:
    ///   - known: What happened before, if the run is resumed.
    ///   - logger: Takes the log lines: `warning` for what went wrong, `info` for what happened, `debug` for the rest.
    ///   - tracer: Takes the spans; the one that the program has set up.
    ///   - metrics: Takes the metrics; the ones that the program has set up.
    ///   - logsContent: Whether questions, answers and providers' words are logged.
    ///   - uptime: Measures calls that failed.
    public init(
        after known: Outcome = Outcome(),
        logger: Logger = Logger(label: "council"),
        tracer: any Tracer = InstrumentationSystem.tracer,
        metrics: any MetricsFactory = MetricsSystem.factory,
        logsContent: Bool = false,
        uptime: @escaping @Sendable () -> Duration = RunEnvironment.live.uptime
    ) {
        run = known.run
        spans = RunSpans(tracer: tracer)
        self.metrics = RunMetrics(factory: metrics)
        lines = RunLines(logger: logger, showsContent: logsContent)
        self.uptime = uptime
    }

    /// Takes the next event.
    public func observe(_ event: CouncilEvent) {
        if case .opened(let opened) = event { run = opened }
        guard let run else { return }
        let now = uptime()
        if began == nil {
            began = now
            spans.begin(run)
        }
        lines.tell(event, in: run)
        switch event {
        case .opened, .resumed, .proceeded, .tallied, .deepened, .reopened, .voted, .weighed: break
        case .started(let call):
            flights[call] = Flight(began: now)
            spans.start(call, in: run)
        case .piece(let role, let piece): note(piece, of: role, at: now)
        case .setback(let call, let setback):
            spans.note(setback, in: call)
            metrics.count(setback, in: call)
        case .answered(let call, let reply), .reviewed(let call, _, let reply), .unreadable(let call, let reply, _),
            .paired(let call, _, let reply), .revised(let call, let reply), .analysed(let call, _, let reply),
            .drafted(let call, let reply), .compared(let call, _, let reply), .audited(let call, _, let reply):
            end(call, .success(reply), at: now)
        case .failed(let call, let error): end(call, .failure(error), at: now)
        case .concluded(let conclusion):
            if let reply = conclusion.reply { end(conclusion.call, .success(reply), at: now) }
            end(run, "concluded", conclusion.source.rawValue, at: now)
        case .unanswered: end(run, "unanswered", nil, at: now)
        }
    }

    /// Ends everything that is still open: the run was cut off.
    /// - Parameter error: Why; its type, not its text, is told.
    public func end(_ error: any Error) {
        guard let run, began != nil else { return }
        lines.tellBreakingOff(of: run, error)
        metrics.countRun(of: run, ending: "broken_off", seconds: nil)
        spans.endAll(error is CancellationError ? "cancelled" : "\(type(of: error))")
        began = nil
        flights = [:]
    }

    private func note(_ piece: Reply.Piece, of role: Role, at now: Duration) {
        if case .waiting = piece { return }
        // Of several calls of one reviewer, which one does not show.
        guard let call = flights.first(where: { $0.key.role == role && !$0.value.hasPiece })?.key else { return }
        flights[call]?.hasPiece = true
        spans.notePiece(of: call)
    }

    private func end(_ call: Call, _ result: Result<Reply, ModelError>, at now: Duration) {
        let flight = flights.removeValue(forKey: call)
        metrics.record(call, result, seconds: flight.map { (now - $0.began).seconds })
        spans.end(call, result)
    }

    private func end(_ run: Run, _ ending: String, _ source: String?, at now: Duration) {
        metrics.countRun(of: run, ending: ending, seconds: began.map { (now - $0).seconds })
        spans.end(run, ending, source)
        began = nil
        flights = [:]
    }
}
