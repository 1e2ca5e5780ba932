/// A store that forgets everything when the program ends.
public actor InMemoryStore: RunStore {
    private var journal: [Run.ID: [CouncilEvent]] = [:]
    /// How many runs had been opened before each.
    private var places: [Run.ID: Int] = [:]
    private var opened = 0
    private var held: Set<Run.ID> = []
    private var titles: [Run.ID: String] = [:]
    private var stopped: Set<Run.ID> = []

    public init() {}

    public func acquire(_ run: Run.ID) throws -> any RunLease {
        guard held.insert(run).inserted else {
            throw StoreError(.held, "Run \(run) is being worked on elsewhere in this program.")
        }
        return Lease(run: run, store: self)
    }

    public func isHeld(_ run: Run.ID) -> Bool { held.contains(run) }

    public func append(_ events: [CouncilEvent], to run: Run.ID, after position: Int) throws {
        let last = journal[run]?.count ?? 0
        guard last == position else {
            throw StoreError(.conflict, "Run \(run) is at position \(last), not \(position): someone else wrote to it.")
        }
        if journal[run] == nil {
            places[run] = opened
            opened += 1
        }
        journal[run, default: []] += events
    }

    public func events(of run: Run.ID, after position: Int) -> [CouncilEvent] {
        Array((journal[run] ?? []).dropFirst(position))
    }

    public func runs(_ query: RunQuery) -> [RunSummary] {
        let summaries = journal.compactMap { id, events -> RunSummary? in
            let outcome = Outcome(events)
            return outcome.run.map {
                RunSummary(run: $0, state: outcome.state, title: titles[id], isStopped: stopped.contains(id))
            }
        }.sorted { ($0.run.date, places[$0.id] ?? 0) > ($1.run.date, places[$1.id] ?? 0) }
        let rest = query.after.map { last in summaries.drop { $0.id != last }.dropFirst() } ?? summaries[...]
        return Array(rest.filter(query.matches).prefix(query.limit))
    }

    public func runs(limit: Int) async -> [RunSummary] { runs(RunQuery(limit: limit)) }

    public func runs(named prefix: String) -> [Run.ID] {
        journal.keys.filter { $0.rawValue.hasPrefix(prefix) }.sorted { $0.rawValue < $1.rawValue }
    }

    public func rename(_ run: Run.ID, to title: String?) throws {
        try check(run)
        titles[run] = title
    }

    public func setStopped(_ isStopped: Bool, _ run: Run.ID) throws {
        try check(run)
        if isStopped { stopped.insert(run) } else { stopped.remove(run) }
    }

    public func delete(_ run: Run.ID) throws {
        try check(run)
        journal[run] = nil
        places[run] = nil
        titles[run] = nil
        stopped.remove(run)
    }

    private func check(_ run: Run.ID) throws {
        guard journal[run] != nil else { throw StoreError(.unknownRun, "There is no run \(run).") }
    }

    private func release(_ run: Run.ID) { held.remove(run) }

    private struct Lease: RunLease {
        var run: Run.ID
        var store: InMemoryStore

        func release() async { await store.release(run) }
    }
}

extension Outcome {
    /// How far the run is.
    public var state: RunSummary.State {
        guard isEnded else { return .unfinished }
        return conclusion == nil ? .unanswered : .concluded
    }
}
