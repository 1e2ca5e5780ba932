/// Puts the events of a run into one sequence: stores them, folds them, then shows them.
///
/// Whoever records an event waits until it is durable and shown. Storing and showing each take one caller at a time;
/// whoever is next takes everything that has gathered, so the store is written to once for many events. A reader that
/// is slow, or gone, holds up the showing only: what was paid for is stored as soon as it is there.
actor Recorder {
    private let run: Run.ID
    private let store: any RunStore
    private let show: @Sendable (CouncilEvent) async throws -> Void
    private(set) var outcome: Outcome
    private var toStore: [CouncilEvent] = []
    private var toShow: [CouncilEvent] = []
    private var storeFailure: (any Error)?
    private var showFailure: (any Error)?
    private let storing = Turnstile()
    private let showing = Turnstile()

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
    /// - Throws: The error of the store or of `show`; from then on every call throws it. Events are stored even after
    ///   `show` has failed.
    @inline(never)  // Inlined, it makes the frames of all that wait larger.
    func record(_ event: CouncilEvent) async throws {
        toStore.append(event)
        await storing.enter()
        await storeAll()
        storing.leave()
        await showing.enter()
        await showAll()
        showing.leave()
        try check()
    }

    /// How many events wait to be stored.
    var waiting: Int { toStore.count }

    /// Throws what made the recorder stop, if anything did.
    func check() throws {
        if let error = storeFailure ?? showFailure { throw error }
    }

    private func storeAll() async {
        guard storeFailure == nil, !toStore.isEmpty else { return }
        // A member that answers when the run is over is too late, also if both are recorded at the same time.
        var batch = outcome.isEnded ? toStore.filter(\.isBeginning) : toStore
        if let end = batch.firstIndex(where: \.isEnd) { batch.removeSubrange((end + 1)...) }
        toStore = []
        let lasting = batch.filter(\.isLasting)
        do {
            if !lasting.isEmpty { try await store.append(lasting, to: run, after: outcome.position) }
            fold(batch)
        } catch {
            storeFailure = error
        }
    }

    private func fold(_ batch: [CouncilEvent]) {
        for event in batch { outcome.apply(event) }
        toShow += batch
    }

    private func showAll() async {
        guard showFailure == nil, !toShow.isEmpty else { return }
        let batch = toShow
        toShow = []
        do {
            for event in batch { try await show(event) }
        } catch {
            showFailure = error
        }
    }
}

/// Lets one caller in at a time, in the order of arrival. For the use of one actor.
private final class Turnstile {
    private var isTaken = false
    private var queue: [CheckedContinuation<Void, Never>] = []

    func enter() async {
        if isTaken { await withCheckedContinuation { queue.append($0) } }
        isTaken = true
    }

    func leave() {
        if queue.isEmpty { isTaken = false } else { queue.removeFirst().resume() }
    }
}
