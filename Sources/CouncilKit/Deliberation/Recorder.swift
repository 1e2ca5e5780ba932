/// Puts the events of a run into one sequence: stores them, folds them, then shows them.
///
/// Whoever records an event waits until it is durable and shown. While one caller stores and shows, the others queue;
/// the next in line takes everything that has gathered in one step, so the store is written to once for many events.
actor Recorder {
    private let run: Run.ID
    private let store: any RunStore
    private let show: @Sendable (CouncilEvent) async throws -> Void
    private(set) var outcome: Outcome
    private var gathered: [CouncilEvent] = []
    private var recorded = 0
    private var handed = 0
    private var failure: (any Error)?
    private var isBusy = false
    private var queue: [CheckedContinuation<Void, Never>] = []

    init(
        run: Run.ID, store: any RunStore, outcome: Outcome,
        show: @escaping @Sendable (CouncilEvent) async throws -> Void
    ) {
        self.run = run
        self.store = store
        self.outcome = outcome
        self.show = show
    }

    /// Records an event; returns once it is durable and shown.
    /// - Throws: The error of the store or of `show`. After one, nothing more is recorded.
    func record(_ event: CouncilEvent) async throws {
        handed += 1
        let number = handed
        gathered.append(event)
        if isBusy { await withCheckedContinuation { queue.append($0) } }
        isBusy = true
        defer { passOn() }
        if let failure { throw failure }
        guard recorded < number else { return }
        let batch = gathered
        gathered = []
        do {
            let lasting = batch.filter(\.isLasting)
            if !lasting.isEmpty { try await store.append(lasting, to: run, after: outcome.position) }
            fold(batch)
            for event in batch { try await show(event) }
        } catch {
            failure = error
            throw error
        }
    }

    private func fold(_ batch: [CouncilEvent]) {
        for event in batch { outcome.apply(event) }
        recorded += batch.count
    }

    /// Throws what made the recorder stop, if anything did.
    func check() throws {
        if let failure { throw failure }
    }

    private func passOn() {
        if queue.isEmpty { isBusy = false } else { queue.removeFirst().resume() }
    }
}
