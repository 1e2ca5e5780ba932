import CouncilTestKit
import Testing

@testable import CouncilKit

struct RecorderTests {
    /// Keeps the first event back, so that what follows gathers.
    private actor SlowStore {
        let store = InMemoryStore()
        let gate = Gate()
        private(set) var batches: [[CouncilEvent]] = []

        func append(_ events: [CouncilEvent]) async throws {
            batches.append(events)
            if batches.count == 1 { try await gate.pass() }
        }
    }

    private struct Journal: RunStore {
        let slow = SlowStore()

        func append(_ events: [CouncilEvent], to run: Run.ID, after position: Int) async throws {
            try await slow.append(events)
        }

        func acquire(_ run: Run.ID) async throws -> any RunLease { try await slow.store.acquire(run) }
        func isHeld(_ run: Run.ID) async -> Bool { false }
        func events(of run: Run.ID, after position: Int) async -> [CouncilEvent] { [] }
        func runs(_ query: RunQuery) async -> [RunSummary] { [] }
        func runs(named prefix: String) async -> [Run.ID] { [] }
        func rename(_ run: Run.ID, to title: String?) async {}
        func setStopped(_ isStopped: Bool, _ run: Run.ID) async {}
        func delete(_ run: Run.ID) async {}
    }

    @Test func `an answer that is recorded together with the conclusion is not stored behind it`() async throws {
        let journal = Journal()
        let run = BudgetedRun.make()
        let recorder = Recorder(run: run.id, store: journal, outcome: Outcome([.opened(run)])) { _ in }
        func answer(_ seat: Int) -> CouncilEvent {
            .answered(Call(role: .member(seat), model: run.seats[seat]), Reply(text: "Late."))
        }
        let conclusion = CouncilEvent.concluded(
            Conclusion(text: "Done.", source: .chairman, call: Call(role: .chairman, model: run.chairman)))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await recorder.record(answer(0)) }
            try await journal.slow.gate.reached()
            // Both gather behind the first one, in this order.
            group.addTask { try await recorder.record(conclusion) }
            while await recorder.waiting < 1 { await Task.yield() }
            group.addTask { try await recorder.record(answer(1)) }
            while await recorder.waiting < 2 { await Task.yield() }
            journal.slow.gate.open()
            try await group.waitForAll()
        }
        #expect(await journal.slow.batches.map { $0.map(\.type) } == [["answered"], ["concluded"]])
        #expect(await recorder.outcome.isEnded)
    }
}
