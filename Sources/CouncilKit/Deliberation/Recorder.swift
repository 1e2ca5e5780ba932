import Synchronization

/// Puts the events of a run into one sequence: stores them, then shows them.
///
/// An event that is noted counts at once: the run goes on while it is being stored. It is shown when it is durable and
/// those before it have been shown; a piece is shown when those of its own call have been. A run thus waits for the disk
/// only where somebody waits for the run. Whoever is cut off meanwhile loses what was not durable, as ever; what is durable
/// is never without what came before. A reader that is slow, or gone, holds up the showing only: what was paid for is
/// stored as soon as it is there.
actor Recorder {
    private let run: Run.ID
    private let store: any RunStore
    /// The same store, if it keeps order.
    private let orderedStore: (any OrderedRunStore)?
    private let ledger: Ledger?
    private let show: @Sendable (CouncilEvent) async throws -> Void
    /// What is known of the run, durable or not as yet.
    private(set) var outcome: Outcome
    /// The position of the last event that was given to the store.
    private var position: Int
    /// Whether the end of the run was recorded, be it durable as yet or not.
    private var isClosed: Bool
    /// Why the first event was not stored that was not. Known at once, also while a reader holds up the showing.
    private nonisolated let storeFailure = Mutex<(any Error)?>(nil)
    private var showFailure: (any Error)?
    private var partialTexts = PartialTexts()
    /// Events to be shown when they are durable.
    private let noted = Backlog<Receipt>()
    /// How many of them there are of each role.
    private var unshown: [Role: Int] = [:]
    /// Events that a store without order is still to get.
    private let unwritten = Backlog<Appending>()
    private let showing = Queue()
    /// Ends when something has failed.
    private nonisolated let failures: AsyncStream<Never>
    private nonisolated let failed: AsyncStream<Never>.Continuation

    private struct Receipt {
        var event: CouncilEvent
        /// `nil` for what is not stored.
        var writing: Writing?
        /// Who waits until it has been shown.
        var waiting: CheckedContinuation<Void, Never>?
    }

    private struct Appending {
        var event: CouncilEvent
        var position: Int
        var writing: Writing
    }

    init(
        run: Run.ID, store: any RunStore, outcome: Outcome, ledger: Ledger? = nil,
        show: @escaping @Sendable (CouncilEvent) async throws -> Void
    ) {
        self.run = run
        self.store = store
        orderedStore = store as? any OrderedRunStore
        self.ledger = ledger
        self.outcome = outcome
        self.show = show
        position = outcome.position
        isClosed = outcome.isEnded
        (failures, failed) = AsyncStream.makeStream()
    }

    /// Carries out what records, and stores and shows what it notes.
    /// - Parameters:
    ///   - body: What records.
    ///   - reason: What becomes of calls under way if the body throws, in words.
    /// - Throws: What the body threw; or the error of the store or of `show`, which also cancels the body. By then all that
    ///   was noted has been stored, if it could be.
    func recording(
        orElse reason: String, _ body: @escaping @Sendable () async throws -> Void
    ) async throws {
        do {
            try await withThrowingDiscardingTaskGroup { group in
                group.addTask { await self.settleNoted() }
                if orderedStore == nil { group.addTask { await self.writeInTurn() } }
                defer { close() }
                do {
                    try await untilFailure(body)
                } catch {
                    // Paid for and perhaps seen: it is stored although the run will ask again.
                    keepUnfinishedTexts(because: reason)
                    keepUntoldCosts(because: reason)
                    throw error
                }
            }
        } catch let error as CancellationError {
            // Whoever is cancelled is to know that answers could not be stored.
            throw storeFailure.withLock(\.self) ?? error
        }
        try check()
    }

    private nonisolated func untilFailure(_ body: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await body()
                return true
            }
            group.addTask {
                for await _ in self.failures {}
                try await self.check()
                return false
            }
            while let isOver = try await group.next(), !isOver {}
            group.cancelAll()
        }
    }

    private func close() {
        noted.close()
        unwritten.close()
    }

    /// Takes an event, to be stored and shown in its turn.
    /// - Throws: The error of the store or of `show`; from then on every call throws it. Events are stored even after
    ///   `show` has failed.
    func note(_ event: CouncilEvent) throws {
        if let receipt = take(event) { append(receipt) }
        try check()
    }

    /// Records an event; returns once it is durable and shown. Only for what is carried out by
    /// ``recording(orElse:_:)``, which shows it.
    /// - Throws: As ``note(_:)``.
    func record(_ event: CouncilEvent) async throws {
        if var receipt = take(event) {
            if event.isLasting || event.role.map({ unshown[$0] != nil }) == true {
                await withCheckedContinuation {
                    receipt.waiting = $0
                    append(receipt)
                }
            } else {
                await settle(receipt)
            }
        }
        try check()
    }

    private func append(_ receipt: Receipt) {
        if let role = receipt.event.role { unshown[role, default: 0] += 1 }
        noted.append(receipt)
    }

    private func take(_ event: CouncilEvent) -> Receipt? {
        // A member that answers when the run is over is too late.
        guard !isClosed || event.isBeginning else { return nil }
        if case .concluded(let conclusion) = event {
            keepUnfinishedTexts(except: conclusion.call.role, because: "the council concluded before")
        }
        isClosed = event.isEnd
        var event = partialTexts.follow(event)
        if let ledger { event = ledger.follow(event) }
        return Receipt(event: event, writing: event.isLasting ? keep(event) : nil)
    }

    /// Gives an event to the store.
    private func keep(_ event: CouncilEvent) -> Writing? {
        guard storeFailure.withLock({ $0 == nil }) else { return nil }
        outcome.apply(event)
        let writing = Writing()
        if let orderedStore {
            orderedStore.append([event], to: run, after: position) { self.end(writing, $0) }
        } else {
            unwritten.append(Appending(event: event, position: position, writing: writing))
        }
        position += 1
        return writing
    }

    private func writeInTurn() async {
        while let next = await unwritten.next() {
            // A task of its own: whoever cancels the run does not take along what was paid for.
            let appending = Task { [store, run] in
                try await store.append([next.event], to: run, after: next.position)
            }
            switch await appending.result {
            case .success: end(next.writing, nil)
            case .failure(let error): end(next.writing, error)
            }
        }
    }

    private nonisolated func end(_ writing: Writing, _ error: (any Error)?) {
        if let error {
            // What failed behind another event failed because of that.
            storeFailure.withLock { $0 = $0 ?? error }
            failed.finish()
        }
        writing.end(error)
    }

    private func settleNoted() async {
        while let receipt = await noted.next() {
            await settle(receipt)
            if let role = receipt.event.role, let count = unshown[role] { unshown[role] = count > 1 ? count - 1 : nil }
            receipt.waiting?.resume()
        }
    }

    private func settle(_ receipt: Receipt) async {
        let isKept =
            if let writing = receipt.writing {
                await writing.failure() == nil
            } else {
                storeFailure.withLock { $0 == nil }
            }
        await showing.turn()
        if isKept, showFailure == nil {
            do { try await show(receipt.event) } catch {
                showFailure = error
                failed.finish()
            }
        }
        showing.next()
    }

    /// Notes what has come of the texts of calls under way, so that it is not lost with them. Whatever made the recorder
    /// stop is thrown to whoever records next.
    /// - Parameters:
    ///   - role: Whose text is the conclusion's own.
    ///   - reason: Why they do not go on.
    private func keepUnfinishedTexts(except role: Role? = nil, because reason: String) {
        while let (call, text) = partialTexts.takeNext(except: role) {
            try? note(.failed(call, ModelError(.cancelled, "\(call.model): \(reason).", partial: text)))
        }
    }

    /// Notes what calls that were cut off with the run may be billed.
    private func keepUntoldCosts(because reason: String) {
        for call in ledger?.untoldCalls ?? [] {
            try? note(.failed(call, ModelError(.cancelled, "\(call.model): \(reason).")))
        }
    }

    /// Throws what made the recorder stop, if anything did.
    func check() throws {
        if let error = storeFailure.withLock(\.self) ?? showFailure { throw error }
    }
}
