import Synchronization

/// A store that forgets everything when the program ends.
public final class InMemoryStore: OrderedRunStore {
    private struct State {
        var journal: [Run.ID: [CouncilEvent]] = [:]
        /// How many runs had been opened before each.
        var places: [Run.ID: Int] = [:]
        var opened = 0
        var held: Set<Run.ID> = []
        var titles: [Run.ID: String] = [:]
        var stopped: Set<Run.ID> = []

        func check(_ run: Run.ID) throws {
            guard journal[run] != nil else { throw StoreError(.unknownRun, "There is no run \(run).") }
        }
    }

    private let state = Mutex(State())

    public init() {}

    public func acquire(_ run: Run.ID) async throws -> any RunLease {
        guard state.withLock({ $0.held.insert(run).inserted }) else {
            throw StoreError(.held, "Run \(run) is being worked on elsewhere in this program.")
        }
        return Lease(run: run, store: self)
    }

    public func isHeld(_ run: Run.ID) async -> Bool { state.withLock { $0.held.contains(run) } }

    public func append(
        _ events: [CouncilEvent], to run: Run.ID, after position: Int,
        whenKept: @escaping @Sendable ((any Error)?) -> Void
    ) {
        do {
            try add(events, to: run, after: position)
            whenKept(nil)
        } catch {
            whenKept(error)
        }
    }

    private func add(_ events: [CouncilEvent], to run: Run.ID, after position: Int) throws {
        try state.withLock { state in
            let last = state.journal[run]?.count ?? 0
            guard last == position else {
                throw StoreError(
                    .conflict, "Run \(run) is at position \(last), not \(position): someone else wrote to it.")
            }
            if state.journal[run] == nil {
                state.places[run] = state.opened
                state.opened += 1
            }
            state.journal[run, default: []] += events
        }
    }

    public func events(of run: Run.ID, after position: Int) async -> [CouncilEvent] {
        Array((state.withLock { $0.journal[run] } ?? []).dropFirst(position))
    }

    public func runs(_ query: RunQuery) async -> [RunSummary] {
        let state = state.withLock(\.self)
        let summaries = state.journal.compactMap { id, events -> RunSummary? in
            let outcome = Outcome(events)
            return outcome.run.map {
                RunSummary(
                    run: $0, state: outcome.state, title: state.titles[id], isStopped: state.stopped.contains(id))
            }
        }.sorted { ($0.run.date, state.places[$0.id] ?? 0) > ($1.run.date, state.places[$1.id] ?? 0) }
        let rest = query.after.map { last in summaries.drop { $0.id != last }.dropFirst() } ?? summaries[...]
        return Array(rest.filter(query.matches).prefix(query.limit))
    }

    public func runs(limit: Int) async -> [RunSummary] { await runs(RunQuery(limit: limit)) }

    public func runs(named prefix: String) async -> [Run.ID] {
        state.withLock { Array($0.journal.keys) }
            .filter { $0.rawValue.hasPrefix(prefix) }.sorted { $0.rawValue < $1.rawValue }
    }

    public func rename(_ run: Run.ID, to title: String?) async throws {
        try state.withLock { state in
            try state.check(run)
            state.titles[run] = title
        }
    }

    public func setStopped(_ isStopped: Bool, _ run: Run.ID) async throws {
        try state.withLock { state in
            try state.check(run)
            if isStopped { state.stopped.insert(run) } else { state.stopped.remove(run) }
        }
    }

    public func delete(_ run: Run.ID) async throws {
        try state.withLock { state in
            try state.check(run)
            state.journal[run] = nil
            state.places[run] = nil
            state.titles[run] = nil
            state.stopped.remove(run)
        }
    }

    private struct Lease: RunLease {
        var run: Run.ID
        var store: InMemoryStore

        func release() async { store.state.withLock { _ = $0.held.remove(run) } }
    }
}

extension Outcome {
    /// How far the run is.
    public var state: RunSummary.State {
        guard isEnded else { return .unfinished }
        return conclusion == nil ? .unanswered : .concluded
    }
}
