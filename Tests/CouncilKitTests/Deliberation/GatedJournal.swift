import CouncilKit
import CouncilTestKit
import Synchronization

/// Keeps every event back until its gate opens.
class GatedJournal: RunStore, @unchecked Sendable {  // All that changes is behind a mutex.
    let gates = (0..<3).map { _ in Gate() }
    private let failing: Int?
    private let appended = Mutex<[CouncilEvent]>([])
    private let written = Mutex(0)

    /// - Parameter failing: The event that cannot be written.
    init(failing: Int? = nil) { self.failing = failing }

    var types: [String] { appended.withLock { $0.map(\.type) } }

    func append(_ events: [CouncilEvent], to run: Run.ID, after position: Int) async throws {
        begin(events)
        try await end(after: position)
    }

    /// How many events have been written.
    var count: Int { written.withLock(\.self) }

    func begin(_ events: [CouncilEvent]) { appended.withLock { $0 += events } }

    func end(after position: Int) async throws {
        // The run was opened before.
        try await gates[position - 1].pass()
        defer { written.withLock { $0 += 1 } }
        if position - 1 == failing { throw StoreError(.unavailable, "the disk is full") }
        if let failing, position - 1 > failing { throw StoreError(.conflict, "the run is elsewhere") }
    }

    func acquire(_ run: Run.ID) async throws -> any RunLease { try await InMemoryStore().acquire(run) }
    func isHeld(_ run: Run.ID) async -> Bool { false }
    func events(of run: Run.ID, after position: Int) async -> [CouncilEvent] { [] }
    func strengths(of models: [String], limit: Int) async -> Strengths { Strengths() }
    func runs(_ query: RunQuery) async -> [RunSummary] { [] }
    func runs(named prefix: String) async -> [Run.ID] { [] }
    func rename(_ run: Run.ID, to title: String?) async {}
    func setStopped(_ isStopped: Bool, _ run: Run.ID) async {}
    func delete(_ run: Run.ID) async {}
}

/// The same with order.
final class OrderedGatedJournal: GatedJournal, OrderedRunStore, @unchecked Sendable {  // As above.
    func append(
        _ events: [CouncilEvent], to run: Run.ID, after position: Int,
        whenKept: @escaping @Sendable ((any Error)?) -> Void
    ) {
        begin(events)
        Task {
            do {
                try await end(after: position)
                whenKept(nil)
            } catch {
                whenKept(error)
            }
        }
    }
}
