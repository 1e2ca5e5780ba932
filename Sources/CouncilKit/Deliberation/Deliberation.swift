/// One run in the making: its events as they happen.
///
/// Nothing starts before the first event is asked for. Each iteration is a deliberation of its own; ending an iteration
/// early cancels the run and its requests and leaves it resumable. A reader that is slow to take the next event slows
/// the models' streams down; it does not keep the council from going on to the next stage.
public struct Deliberation: AsyncSequence, Sendable {
    public typealias Element = CouncilEvent

    enum Start: Sendable {
        case inquiry(Inquiry)
        case resumption(Run.ID, wasBegun: Bool, adjusting: (@Sendable (inout Settings) -> Void)?)
    }

    let council: Council
    let start: Start
    let store: any RunStore
    let environment: RunEnvironment

    /// Deliberates to the end.
    /// - Returns: What is known of the run at its end. An outcome without a conclusion lists why every member failed.
    /// - Throws: ``CouncilError``, ``StoreError``, or `CancellationError`.
    public var outcome: Outcome {
        get async throws { try await run { _ in } }
    }

    /// Deliberates to the end and shows every event on the way, one at a time, in a task of the run.
    /// - Parameter show: Takes each event once it is durable. An error it throws cancels the run and is thrown on.
    /// - Returns: What is known of the run at its end.
    /// - Throws: ``CouncilError``, ``StoreError``, `CancellationError`, or what `show` threw.
    public func run(_ show: @escaping @Sendable (CouncilEvent) async throws -> Void) async throws -> Outcome {
        guard !council.members.isEmpty else {
            throw CouncilError(.noMembers, "The council “\(council.name)” has no members.")
        }
        let (lease, known, event) = try await begin()
        do {
            let (recorder, sitting) = try await open(known, event, show)
            if let sitting {
                try await recorder.recording(orElse: "the run was cut off") {
                    // Of a run that is taken up again, calls that are lost from now on are to be known.
                    if case .resumed? = event, let event { try await recorder.record(event) }
                    try await sitting.hold()
                }
            }
            await lease.release()
            return await recorder.outcome
        } catch {
            await lease.release()
            throw error
        }
    }

    /// The lease of the run, what is known of it, and the event with which it goes on.
    private func begin() async throws -> (any RunLease, Outcome, CouncilEvent?) {
        switch start {
        case .inquiry(let inquiry):
            let (run, lease) = try await council.opened(inquiry, in: store, environment)
            return (lease, Outcome([.opened(run)]), .opened(run))
        case .resumption(let id, let wasBegun, let change):
            let lease = try await store.acquire(id)
            do {
                var outcome = Outcome(try await store.events(of: id, after: 0))
                try council.check(outcome.run, id)
                if let change { outcome.adjust(change) }
                let isBegun = outcome.conclusion == nil && (wasBegun || outcome.position > 1)
                return (lease, outcome, isBegun ? .resumed(Resumption(date: environment.now())) : nil)
            } catch {
                await lease.release()
                throw error
            }
        }
    }

    /// Shows the event with which a run begins.
    /// - Returns: The recorder; and the council at work, unless nothing is left to do.
    @inline(never)  // What it knows of the run so far is not held while the council deliberates.
    private func open(
        _ known: Outcome, _ event: CouncilEvent?, _ show: @escaping @Sendable (CouncilEvent) async throws -> Void
    ) async throws -> (Recorder, Sitting?) {
        guard let run = known.run else { throw StoreError(.unknownRun, "There is no such run.") }
        guard known.conclusion == nil else {
            return (Recorder(run: run.id, store: store, outcome: known, show: show), nil)
        }
        let ledger = try await ledger(after: known, in: run)
        let recorder = Recorder(run: run.id, store: store, outcome: known, ledger: ledger, show: show)
        if case .opened(let run)? = event { try await show(.opened(run)) }
        let sitting = Sitting(
            council: council, run: run, recorder: recorder, environment: environment, ledger: ledger)
        return (recorder, sitting)
    }

    /// What the run may spend. Whoever was cut off has lost what was reserved for it: others may have it by now.
    private func ledger(after known: Outcome, in run: Run) async throws -> Ledger {
        let spent = Costs(of: known).most
        guard case .resumption = start, let day = run.settings.budget?.day else { return Ledger(of: run, spent: spent) }
        let others = try await store.decidingOnSpending(in: environment) {
            try await store.spending(on: environment.now(), without: run.id, memory: environment.spending)
        }
        let isToday = run.date.daysSince1970 == environment.now().daysSince1970
        let left = day - others.total - (isToday ? spent : 0)
        guard left > 0 || run.settings.budget?.reserved == 0 else {
            throw CouncilError(
                .overBudget,
                "The other runs of today have cost \(others.spent.dollars), those under way may take "
                    + "\(others.reserved.dollars) more, and the budget of a day is \(day.dollars). "
                    + "Resume run \(run.id) later, or on another day (UTC).")
        }
        return Ledger(of: run, spent: spent, left: left)
    }
}

extension Deliberation {
    public struct Iterator: AsyncIteratorProtocol {
        private let deliberation: Deliberation
        private var running: Running?

        init(_ deliberation: Deliberation) { self.deliberation = deliberation }

        public mutating func next() async throws -> CouncilEvent? {
            let running = self.running ?? Running(deliberation)
            self.running = running
            return try await running.handoff.take()
        }
    }

    public func makeAsyncIterator() -> Iterator { Iterator(self) }

    /// The task behind an iterator; it ends when the iterator is dropped.
    private final class Running: Sendable {
        let handoff = Handoff<CouncilEvent>()
        private let task: Task<Void, Never>

        init(_ deliberation: Deliberation) {
            task = Task { [handoff] in
                do {
                    _ = try await deliberation.run { try await handoff.give($0) }
                    handoff.finish()
                } catch {
                    handoff.finish(throwing: error)
                }
            }
        }

        deinit {
            task.cancel()
            handoff.close()
        }
    }
}

extension Council {
    /// Asks the council.
    /// - Parameters:
    ///   - question: The question, as the members will read it.
    ///   - store: Where the run is kept.
    ///   - environment: Time and chance.
    public func deliberate(
        on question: String, store: any RunStore = InMemoryStore(), environment: RunEnvironment = .live
    ) -> Deliberation {
        deliberate(on: Inquiry(question), store: store, environment: environment)
    }

    /// Asks the council, with a conversation before the question or a seed.
    public func deliberate(
        on inquiry: Inquiry, store: any RunStore = InMemoryStore(), environment: RunEnvironment = .live
    ) -> Deliberation {
        Deliberation(council: self, start: .inquiry(inquiry), store: store, environment: environment)
    }

    /// Finishes a run that was cut off: only the calls that are missing are made. A run that has its final answer
    /// gives no further events.
    ///
    /// The models must be those that the run was opened with; its recorded settings apply, not the council's.
    /// - Parameters:
    ///   - wasBegun: `false` for a run that may have been opened and waited its turn since: it is begun, not
    ///     resumed, unless its events say otherwise. Whoever was cut off may have lost calls that are billed.
    ///   - change: What is to be different from the recorded settings this time, such as who is waited for.
    public func resume(
        _ run: Run.ID, in store: any RunStore, wasBegun: Bool = true, environment: RunEnvironment = .live,
        adjusting change: (@Sendable (inout Settings) -> Void)? = nil
    ) -> Deliberation {
        Deliberation(
            council: self, start: .resumption(run, wasBegun: wasBegun, adjusting: change), store: store,
            environment: environment)
    }
}
