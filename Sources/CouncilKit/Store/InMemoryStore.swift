/// A store that forgets everything when the program ends.
public actor InMemoryStore: RunStore {
    private var journal: [Run.ID: [CouncilEvent]] = [:]
    private var held: Set<Run.ID> = []

    public init() {}

    public func acquire(_ run: Run.ID) throws -> any RunLease {
        guard held.insert(run).inserted else {
            throw StoreError(.held, "Run \(run) is being worked on elsewhere in this program.")
        }
        return Lease(run: run, store: self)
    }

    public func append(_ events: [CouncilEvent], to run: Run.ID, after position: Int) throws {
        let last = journal[run]?.count ?? 0
        guard last == position else {
            throw StoreError(.conflict, "Run \(run) is at position \(last), not \(position): someone else wrote to it.")
        }
        journal[run, default: []] += events
    }

    public func events(of run: Run.ID, after position: Int) -> [CouncilEvent] {
        Array((journal[run] ?? []).dropFirst(position))
    }

    public func runs(limit: Int) -> [RunSummary] {
        let summaries = journal.values.compactMap { events in
            let outcome = Outcome(events)
            return outcome.run.map { RunSummary(run: $0, state: outcome.state) }
        }
        return Array(summaries.sorted { $0.run.date > $1.run.date }.prefix(limit))
    }

    public func runs(named prefix: String) -> [Run.ID] {
        journal.keys.filter { $0.rawValue.hasPrefix(prefix) }.sorted { $0.rawValue < $1.rawValue }
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
