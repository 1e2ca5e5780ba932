/// Puts the events of a run into one sequence: stores them, folds them, then shows them.
///
/// Whoever records an event waits until it is durable and shown. Events are given to the store as they come, without
/// waiting for those before if it keeps their order, so that it can write together what comes together; they are folded
/// and shown in their order. A reader that is slow, or gone, holds up the showing only: what was paid for is stored as
/// soon as it is there.
actor Recorder {
    private let run: Run.ID
    private let store: any RunStore
    private let ledger: Ledger?
    private let show: @Sendable (CouncilEvent) async throws -> Void
    private(set) var outcome: Outcome
    /// The position of the last event that was given to the store.
    private var position: Int
    /// Whether the end of the run was recorded, be it durable as yet or not.
    private var isClosed: Bool
    private var storeFailure: (any Error)?
    private var showFailure: (any Error)?
    private var partialTexts = PartialTexts()
    private let storing = Queue()
    private let folding = Queue()
    private let showing = Queue()

    init(
        run: Run.ID, store: any RunStore, outcome: Outcome, ledger: Ledger? = nil,
        show: @escaping @Sendable (CouncilEvent) async throws -> Void
    ) {
        self.run = run
        self.store = store
        self.ledger = ledger
        self.outcome = outcome
        self.show = show
        position = outcome.position
        isClosed = outcome.isEnded
    }

    /// Records an event; returns once it is durable and shown.
    /// - Throws: The error of the store or of `show`; from then on every call throws it. Events are stored even after
    ///   `show` has failed.
    @inline(never)  // Inlined, it makes the frames of all that wait larger.
    func record(_ event: CouncilEvent) async throws {
        // A member that answers when the run is over is too late.
        guard !isClosed || event.isBeginning else { return try check() }
        if case .concluded(let conclusion) = event {
            await keepUnfinishedTexts(except: conclusion.call.role, because: "the council concluded before")
        }
        isClosed = event.isEnd
        var event = partialTexts.follow(event)
        if let ledger { event = ledger.follow(event) }
        let number = folding.draw()
        let failure = event.isLasting ? await keep(event) : nil
        await folding.turn(number)
        // What failed behind another event failed because of that.
        storeFailure = storeFailure ?? failure
        let isKept = storeFailure == nil
        if isKept { outcome.apply(event) }
        folding.next()
        await showing.turn(number)
        if isKept { await present(event) }
        showing.next()
        try check()
    }

    /// Records what has come of the texts of calls under way, so that it is not lost with them. Whatever made the recorder
    /// stop is thrown to whoever records next.
    /// - Parameters:
    ///   - role: Whose text is the conclusion's own.
    ///   - reason: Why they do not go on.
    func keepUnfinishedTexts(except role: Role? = nil, because reason: String) async {
        while let (call, text) = partialTexts.takeNext(except: role) {
            try? await record(.failed(call, ModelError(.cancelled, "\(call.model): \(reason).", partial: text)))
        }
    }

    /// Records what calls that were cut off with the run may be billed.
    func keepUntoldCosts(because reason: String) async {
        for call in ledger?.untoldCalls ?? [] {
            try? await record(.failed(call, ModelError(.cancelled, "\(call.model): \(reason).")))
        }
    }

    /// How many events wait for those before them.
    var waiting: Int { storing.count + folding.count }

    /// Throws what made the recorder stop, if anything did.
    func check() throws {
        if let error = storeFailure ?? showFailure { throw error }
    }

    /// - Returns: Why the event could not be stored.
    private func keep(_ event: CouncilEvent) async -> (any Error)? {
        if store.keepsOrder { return await append(event) }
        let number = storing.draw()
        await storing.turn(number)
        defer { storing.next() }
        return await append(event)
    }

    private func append(_ event: CouncilEvent) async -> (any Error)? {
        guard storeFailure == nil else { return storeFailure }
        let last = position
        position += 1
        do { try await store.append([event], to: run, after: last) } catch { return error }
        return nil
    }

    private func present(_ event: CouncilEvent) async {
        guard showFailure == nil else { return }
        do { try await show(event) } catch { showFailure = error }
    }
}

/// Lets callers in one at a time, in the order of their numbers. For the use of one actor.
private final class Queue {
    private var drawn = 0
    private var current = 0
    private var waiting: [Int: CheckedContinuation<Void, Never>] = [:]

    var count: Int { waiting.count }

    func draw() -> Int {
        defer { drawn += 1 }
        return drawn
    }

    func turn(_ number: Int) async {
        if number != current { await withCheckedContinuation { waiting[number] = $0 } }
    }

    func next() {
        current += 1
        waiting.removeValue(forKey: current)?.resume()
    }
}
