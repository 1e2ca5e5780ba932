/// A council at work on one run: collect, review, conclude. Each stage makes only the calls that are still missing, so
/// a new run and a resumed one take the same way.
struct Sitting: Sendable {
    @Boxed private(set) var council: Council
    let recorder: Recorder
    @Boxed private(set) var environment: RunEnvironment
    private let caller: Caller
    /// When the run has to be over, in the environment's uptime.
    private let end: Duration?

    init(council: Council, run: Run, recorder: Recorder, environment: RunEnvironment, ledger: Ledger) {
        _council = Boxed(wrappedValue: council)
        self.recorder = recorder
        _environment = Boxed(wrappedValue: environment)
        caller = Caller(
            recorder: recorder, environment: environment, settings: run.settings, ledger: ledger)
        end = run.settings.runTimeout.map { environment.uptime() + .seconds($0) }
    }

    /// Takes the run to its end.
    func hold() async throws {
        try await collect { try await deliberate() }
    }

    /// What follows once enough answers are there.
    private func deliberate() async throws {
        let outcome = await recorder.outcome
        switch outcome.reviewedSeats.count {
        case 0:
            try await recorder.note(.unanswered)
        case 1:
            try await concludeWithSoleAnswer()
        default:
            if outcome.earlier.isEmpty {
                if try await stopEarly() { return }
                try await review()
                try await deepen()
            }
            // Revised answers that can be counted need no second review.
            if await isReopened(), try await vote() { return }
            try await review()
            if try await vote() { return }
            try await conclude()
        }
    }

    private func isReopened() async -> Bool { await !recorder.outcome.earlier.isEmpty }

    /// Makes one call and shows its pieces.
    /// - Parameter deadline: When the stage has to be over; see ``stageEnd(in:)``.
    /// - Returns: The reply, timed; or why there is none, not yet recorded.
    /// - Throws: `CancellationError`, or the error of the recorder: these are no fault of the model.
    func make(
        _ call: Call, to member: Member, _ prompt: Prompt, until deadline: Duration?
    ) async throws -> Result<Reply, ModelError> {
        try await attempt(call, to: member, prompt, until: deadline).result
    }

    /// ``make(_:to:_:until:)`` for calls of which many wait at once: the result stays behind a reference.
    func attempt(
        _ call: Call, to member: Member, _ prompt: Prompt, until deadline: Duration?
    ) async throws -> Caller.Attempt {
        try await caller.make(call, to: member, prompt, until: deadline)
    }

    /// When a stage that begins now has to be over, in the environment's uptime; `nil` for never.
    func stageEnd(in run: Run) -> Duration? {
        let stage = run.settings.stageTimeout.map { environment.uptime() + .seconds($0) }
        return [stage, end].compactMap { $0 }.min()
    }
}
