/// One run in the making: its events as they happen.
///
/// Nothing starts before the first event is asked for. Each iteration is a deliberation of its own; ending an iteration
/// early cancels the run and its requests and leaves it resumable. A reader that is slow to take the next event slows
/// the models' streams down.
public struct Deliberation: AsyncSequence, Sendable {
    public typealias Element = CouncilEvent

    enum Start: Sendable {
        case inquiry(Inquiry)
        case resumption(Run.ID)
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

    /// Deliberates to the end and shows every event on the way, in the caller's task.
    /// - Parameter show: Takes each event once it is durable. An error it throws cancels the run and is thrown on.
    /// - Returns: What is known of the run at its end.
    /// - Throws: ``CouncilError``, ``StoreError``, `CancellationError`, or what `show` threw.
    public func run(_ show: @escaping @Sendable (CouncilEvent) async throws -> Void) async throws -> Outcome {
        guard !council.members.isEmpty else {
            throw CouncilError(.noMembers, "The council “\(council.name)” has no members.")
        }
        switch start {
        case .inquiry(let inquiry):
            let run = try await council.draft(of: inquiry, after: store, environment: environment)
            return try await sit(run.id, show: show) { (Outcome(), .opened(run), true) }
        case .resumption(let id):
            return try await sit(id, show: show) {
                let outcome = Outcome(try await store.events(of: id, after: 0))
                guard let run = outcome.run else { throw StoreError(.unknownRun, "There is no run \(id).") }
                let seats = council.members.map(\.name)
                guard run.seats == seats, run.chairman == council.chairman.name else {
                    throw CouncilError(
                        .otherSeats,
                        "Run \(id) was held by \((run.seats + [run.chairman]).joined(separator: ", ")); "
                            + "it cannot go on with \((seats + [council.chairman.name]).joined(separator: ", ")).")
                }
                let isOpen = outcome.conclusion == nil
                // A run that was opened and has waited its turn since is begun, not resumed.
                let isBegun = isOpen && outcome.position > 1
                return (outcome, isBegun ? .resumed(Resumption(date: environment.now())) : nil, isOpen)
            }
        }
    }

    /// Holds the lease of a run from its first event to its last.
    /// - Parameter begin: Gives what is known of the run, the event to go on with, and whether anything is left to do.
    private func sit(
        _ id: Run.ID,
        show: @escaping @Sendable (CouncilEvent) async throws -> Void,
        begin: () async throws -> (known: Outcome, event: CouncilEvent?, isOpen: Bool)
    ) async throws -> Outcome {
        let lease = try await store.acquire(id)
        do {
            let (recorder, sitting) = try await open(id, show: show, begin: begin)
            try await sitting?.hold()
            await lease.release()
            return await recorder.outcome
        } catch {
            await lease.release()
            throw error
        }
    }

    /// Records the event with which a run goes on.
    /// - Returns: The recorder; and the council at work, unless nothing is left to do.
    @inline(never)  // What it knows of the run so far is not held while the council deliberates.
    private func open(
        _ id: Run.ID,
        show: @escaping @Sendable (CouncilEvent) async throws -> Void,
        begin: () async throws -> (known: Outcome, event: CouncilEvent?, isOpen: Bool)
    ) async throws -> (Recorder, Sitting?) {
        let (known, event, isOpen) = try await begin()
        let recorder = Recorder(run: id, store: store, outcome: known, show: show)
        guard isOpen else { return (recorder, nil) }
        if let event { try await recorder.record(event) }
        guard let run = await recorder.outcome.run else { return (recorder, nil) }
        let sitting = Sitting(
            council: council, run: run, recorder: recorder, environment: environment, spent: Costs(of: known).total)
        return (recorder, sitting)
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

        deinit { task.cancel() }
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
    public func resume(_ run: Run.ID, in store: any RunStore, environment: RunEnvironment = .live) -> Deliberation {
        Deliberation(council: self, start: .resumption(run), store: store, environment: environment)
    }
}
