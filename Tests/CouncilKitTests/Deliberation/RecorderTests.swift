import CouncilTestKit
import Synchronization
import Testing

@testable import CouncilKit

@Suite(.timeLimit(.minutes(1)))
struct RecorderTests {
    /// Keeps every event back until its gate opens.
    private final class Journal: RunStore {
        let keepsOrder: Bool
        let gates = (0..<3).map { _ in Gate() }
        private let failing: Int?
        private let appended = Mutex<[CouncilEvent]>([])

        /// - Parameter failing: The event that cannot be written.
        init(keepsOrder: Bool = true, failing: Int? = nil) {
            self.keepsOrder = keepsOrder
            self.failing = failing
        }

        var types: [String] { appended.withLock { $0.map(\.type) } }

        func append(_ events: [CouncilEvent], to run: Run.ID, after position: Int) async throws {
            appended.withLock { $0 += events }
            // The run was opened before.
            try await gates[position - 1].pass()
            if position - 1 == failing { throw StoreError(.unavailable, "the disk is full") }
            if let failing, position - 1 > failing { throw StoreError(.conflict, "the run is elsewhere") }
        }

        func acquire(_ run: Run.ID) async throws -> any RunLease { try await InMemoryStore().acquire(run) }
        func isHeld(_ run: Run.ID) async -> Bool { false }
        func events(of run: Run.ID, after position: Int) async -> [CouncilEvent] { [] }
        func runs(_ query: RunQuery) async -> [RunSummary] { [] }
        func runs(named prefix: String) async -> [Run.ID] { [] }
        func rename(_ run: Run.ID, to title: String?) async {}
        func setStopped(_ isStopped: Bool, _ run: Run.ID) async {}
        func delete(_ run: Run.ID) async {}
    }

    private let run = BudgetedRun.make()

    private func recorder(
        in journal: Journal, _ show: @escaping @Sendable (CouncilEvent) async throws -> Void = { _ in }
    ) -> Recorder {
        Recorder(run: run.id, store: journal, outcome: Outcome([.opened(run)]), show: show)
    }

    private func answer(_ seat: Int) -> CouncilEvent {
        .answered(Call(role: .member(seat), model: run.seats[seat]), Reply(text: "An answer."))
    }

    private var conclusion: CouncilEvent {
        .concluded(Conclusion(text: "Done.", source: .chairman, call: Call(role: .chairman, model: run.chairman)))
    }

    /// Records two events, the second while the first is being written.
    /// - Parameter meanwhile: Runs when the store has both; after it both may be written.
    private func record(
        _ first: CouncilEvent, then second: CouncilEvent, with recorder: Recorder, in journal: Journal,
        meanwhile: () async throws -> Void = {}
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await recorder.record(first) }
            try await journal.gates[0].reached()
            group.addTask { try await recorder.record(second) }
            try await journal.gates[1].reached()
            try await meanwhile()
            for gate in journal.gates { gate.open() }
            try await group.waitForAll()
        }
    }

    @Test(arguments: [false, true])
    func `every unfinished text is stored before the conclusion, also when the reader is gone`(
        _ isGone: Bool
    ) async throws {
        struct Left: Error {}
        let store = InMemoryStore()
        try await store.append([.opened(run)], to: run.id, after: 0)
        let recorder = Recorder(run: run.id, store: store, outcome: Outcome([.opened(run)])) { event in
            if isGone, event.isLasting { throw Left() }
        }
        let calls = [0, 1].map { Call(role: .member($0), model: run.seats[$0]) }
        for call in calls + [Call(role: .chairman, model: run.chairman)] {
            try await recorder.record(.started(call))
            try await recorder.record(.piece(call.role, .text("Half by \(call.model)")))
        }
        try? await recorder.record(conclusion)
        let outcome = Outcome(await store.events(of: run.id, after: 0))
        #expect(outcome.failures.map(\.error.partial) == calls.map { "Half by \($0.model)" })
        #expect(outcome.conclusion?.text == "Done.")
    }

    @Test func `an event is given to the store while the one before is still being written`() async throws {
        let journal = Journal()
        let recorder = recorder(in: journal)
        try await record(answer(0), then: answer(1), with: recorder, in: journal)
        #expect(await recorder.outcome.answers.count == 2)
    }

    @Test func `a store that keeps no order gets an event when the one before is written`() async throws {
        let journal = Journal(keepsOrder: false)
        let recorder = recorder(in: journal)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for seat in 0..<2 { group.addTask { try await recorder.record(answer(seat)) } }
            try await journal.gates[0].reached()
            while await recorder.waiting < 1 { await Task.yield() }
            #expect(journal.types == ["answered"])
            for gate in journal.gates { gate.open() }
            try await group.waitForAll()
        }
        #expect(await recorder.outcome.answers.count == 2)
    }

    @Test func `events are shown in their order, whichever is written first`() async throws {
        let journal = Journal()
        let shown = Mutex<[CouncilEvent]>([])
        let (first, second) = (answer(0), answer(1))
        let recorder = recorder(in: journal) { event in shown.withLock { $0.append(event) } }
        try await record(first, then: second, with: recorder, in: journal) {
            journal.gates[1].open()
            // It is written.
            while await recorder.waiting < 1 { await Task.yield() }
            #expect(await recorder.outcome.answers.isEmpty)
        }
        #expect(shown.withLock(\.self) == [first, second])
    }

    @Test func `an answer that is recorded while the conclusion is written is not stored behind it`() async throws {
        let journal = Journal()
        let recorder = recorder(in: journal)
        try await record(answer(0), then: conclusion, with: recorder, in: journal) {
            try await recorder.record(answer(1))
        }
        #expect(journal.types == ["answered", "concluded"])
        #expect(await recorder.outcome.isEnded)
    }

    @Test func `what could not be written is told, also to whoever came behind it, and nothing of it is shown`()
        async throws
    {
        let journal = Journal(failing: 0)
        let shown = Mutex(0)
        let recorder = recorder(in: journal) { _ in shown.withLock { $0 += 1 } }
        let errors = await withTaskGroup(of: StoreError.Code?.self) { group in
            for seat in 0..<2 {
                group.addTask {
                    do { try await recorder.record(answer(seat)) } catch { return (error as? StoreError)?.code }
                    return nil
                }
                try? await journal.gates[seat].reached()
            }
            journal.gates[1].open()
            while await recorder.waiting < 1 { await Task.yield() }
            journal.gates[0].open()
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(errors == [.unavailable, .unavailable])
        #expect(shown.withLock(\.self) == 0)
        #expect(await recorder.outcome.answers.isEmpty)
    }

    @Test func `what had come of an answer that broke off is kept with the failure`() async throws {
        let store = InMemoryStore()
        try await store.append([.opened(run)], to: run.id, after: 0)
        let recorder = Recorder(run: run.id, store: store, outcome: Outcome([.opened(run)])) { _ in }
        let call = Call(role: .member(0), model: run.seats[0])
        let error = ModelError(.truncated, "broke off")
        try await recorder.record(.started(call))
        for piece in ["Hal", "f 数"] { try await recorder.record(.piece(call.role, .text(piece))) }
        try await recorder.record(.setback(call, Setback(.fallback, asking: "b/two", after: error)))
        try await recorder.record(.piece(call.role, .reasoning("Well,")))
        try await recorder.record(.failed(call, error))
        let outcome = Outcome(await store.events(of: run.id, after: 0))
        #expect(outcome.setbacks.first?.setback.error?.partial == "Half 数")
        #expect(outcome.failure(of: call.role) == error)
    }
}
