import CouncilKit
import CouncilTestKit

/// A store in memory whose appends wait at a gate.
struct GatedStore: RunStore {
    private let base = InMemoryStore()
    let gate: Gate

    init(gate: Gate) { self.gate = gate }

    func append(_ events: [CouncilEvent], to run: Run.ID, after position: Int) async throws {
        try await gate.pass()
        try await base.append(events, to: run, after: position)
    }

    func acquire(_ run: Run.ID) async throws -> any RunLease { try await base.acquire(run) }
    func isHeld(_ run: Run.ID) async -> Bool { await base.isHeld(run) }
    func events(of run: Run.ID, after position: Int) async -> [CouncilEvent] {
        await base.events(of: run, after: position)
    }
    func runs(_ query: RunQuery) async -> [RunSummary] { await base.runs(query) }
    func runs(named prefix: String) async -> [Run.ID] { await base.runs(named: prefix) }
    func rename(_ run: Run.ID, to title: String?) async throws { try await base.rename(run, to: title) }
    func setStopped(_ isStopped: Bool, _ run: Run.ID) async throws { try await base.setStopped(isStopped, run) }
    func delete(_ run: Run.ID) async throws { try await base.delete(run) }
}
