import CouncilTestKit
import Synchronization
import Testing

@testable import CouncilKit

@Suite(.timeLimit(.minutes(1)))
struct RecorderTests {
    private final class Shown: Sendable {
        private let shown = Mutex<[CouncilEvent]>([])

        var events: [CouncilEvent] { shown.withLock(\.self) }

        func show(_ event: CouncilEvent) { shown.withLock { $0.append(event) } }
    }

    private let run = BudgetedRun.make()

    private func recorder(
        in journal: GatedJournal, _ show: @escaping @Sendable (CouncilEvent) async throws -> Void = { _ in }
    ) -> Recorder {
        Recorder(run: run.id, store: journal, outcome: Outcome([.opened(run)]), show: show)
    }

    private func answer(_ seat: Int) -> CouncilEvent {
        .answered(Call(role: .member(seat), model: run.seats[seat]), Reply(text: "An answer."))
    }

    private var conclusion: CouncilEvent {
        .concluded(Conclusion(text: "Done.", source: .chairman, call: Call(role: .chairman, model: run.chairman)))
    }

    /// Lets everything that a journal has got be written.
    private func open(_ journal: GatedJournal) { for gate in journal.gates { gate.open() } }

    /// Notes answers, and goes on until it is cancelled.
    private func note(
        _ count: Int, with recorder: Recorder, then proceed: @escaping @Sendable () -> Void = {}
    ) async throws {
        try await recorder.recording(orElse: "") {
            for seat in 0..<count { try await recorder.note(answer(seat)) }
            proceed()
            try await Gate().pass()
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
        try? await recorder.recording(orElse: "the run was cut off") {
            for call in calls + [Call(role: .chairman, model: run.chairman)] {
                try await recorder.note(.started(call))
                try await recorder.record(.piece(call.role, .text("Half by \(call.model)")))
            }
            try await recorder.note(conclusion)
        }
        let outcome = Outcome(await store.events(of: run.id, after: 0))
        #expect(outcome.failures.map(\.error.partial) == calls.map { "Half by \($0.model)" })
        #expect(outcome.conclusion?.text == "Done.")
    }

    @Test func `an event counts, and is given to the store, while the one before is still being written`() async throws
    {
        let journal = OrderedGatedJournal()
        let recorder = recorder(in: journal)
        try await recorder.recording(orElse: "") {
            for seat in 0..<2 { try await recorder.note(answer(seat)) }
            #expect(await recorder.outcome.answers.count == 2)
            #expect(journal.types == ["answered", "answered"])
            open(journal)
        }
    }

    @Test func `a store that keeps no order gets an event when the one before is written`() async throws {
        let journal = GatedJournal()
        let recorder = recorder(in: journal)
        try await recorder.recording(orElse: "") {
            for seat in 0..<2 { try await recorder.note(answer(seat)) }
            try await journal.gates[0].reached()
            #expect(journal.types == ["answered"])
            open(journal)
            try await journal.gates[1].reached()
        }
        #expect(journal.types == ["answered", "answered"])
    }

    @Test func `an event is shown when it is durable, and those before it have been shown`() async throws {
        let journal = OrderedGatedJournal()
        let shown = Shown()
        let recorder = recorder(in: journal) { shown.show($0) }
        let events = [answer(0), answer(1)]
        try await recorder.recording(orElse: "") {
            try await withThrowingTaskGroup(of: Void.self) { group in
                try await recorder.note(events[0])
                group.addTask { try await recorder.record(events[1]) }
                try await journal.gates[1].reached()
                journal.gates[1].open()
                while journal.count < 1 { await Task.yield() }
                #expect(shown.events.isEmpty)
                open(journal)
                try await group.waitForAll()
            }
        }
        #expect(shown.events == events)
    }

    @Test func `a piece waits for what was noted of its own call, not for others' answers`() async throws {
        let journal = OrderedGatedJournal()
        let shown = Shown()
        let recorder = recorder(in: journal) { shown.show($0) }
        let (one, two) = (CouncilEvent.piece(.member(0), .text("a")), CouncilEvent.piece(.member(1), .text("b")))
        try await recorder.recording(orElse: "") {
            try await recorder.note(answer(0))
            try await recorder.record(two)
            #expect(shown.events == [two])
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await recorder.record(one) }
                try await journal.gates[0].reached()
                open(journal)
                try await group.waitForAll()
            }
        }
        #expect(shown.events == [two, answer(0), one])
    }

    @Test func `all that was noted is stored and shown when the recording is over`() async throws {
        let journal = OrderedGatedJournal()
        let shown = Shown()
        let recorder = recorder(in: journal) { shown.show($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await recorder.recording(orElse: "") { try await recorder.note(conclusion) }
                #expect(shown.events.count == 1)
            }
            try await journal.gates[0].reached()
            #expect(shown.events.isEmpty)
            open(journal)
            try await group.waitForAll()
        }
    }

    @Test func `an answer that is noted while the conclusion is written is not stored behind it`() async throws {
        let journal = OrderedGatedJournal()
        let recorder = recorder(in: journal)
        try await recorder.recording(orElse: "") {
            for event in [answer(0), conclusion, answer(1)] { try await recorder.note(event) }
            open(journal)
        }
        #expect(journal.types == ["answered", "concluded"])
        #expect(await recorder.outcome.isEnded)
    }

    @Test(arguments: [false, true])
    func `what could not be written cancels whoever records, and nothing of it or behind it is shown`(
        _ isOrdered: Bool
    ) async throws {
        let journal = isOrdered ? OrderedGatedJournal(failing: 0) : GatedJournal(failing: 0)
        let shown = Shown()
        let recorder = recorder(in: journal) { shown.show($0) }
        let error = await #expect(throws: StoreError.self) {
            try await note(2, with: recorder) { open(journal) }
        }
        #expect(error?.code == .unavailable)
        #expect(shown.events.isEmpty)
    }

    @Test func `what could not be written cancels whoever records also while a reader holds up the showing`()
        async throws
    {
        let journal = OrderedGatedJournal(failing: 1)
        let never = Gate()
        let recorder = recorder(in: journal) { _ in try await never.pass() }
        let error = await #expect(throws: StoreError.self) {
            try await note(2, with: recorder) { open(journal) }
        }
        #expect(error?.code == .unavailable)
    }

    @Test func `whoever cancels the recording is told what could not be written`() async throws {
        let journal = OrderedGatedJournal(failing: 0)
        let recorder = recorder(in: journal)
        let recording = Task { try await note(1, with: recorder) }
        try await journal.gates[0].reached()
        recording.cancel()
        open(journal)
        await #expect(throws: StoreError.self) { try await recording.value }
    }

    @Test func `a reader that fails cancels whoever records, and what was noted is stored`() async throws {
        struct Left: Error {}
        let journal = OrderedGatedJournal()
        let recorder = recorder(in: journal) { _ in throw Left() }
        await #expect(throws: Left.self) {
            try await note(2, with: recorder) { open(journal) }
        }
        #expect(journal.types == ["answered", "answered"])
    }

    @Test func `what was noted when the recording is cancelled is stored and ends it`() async throws {
        let journal = OrderedGatedJournal()
        let recorder = recorder(in: journal)
        let recording = Task { try await note(1, with: recorder) }
        try await journal.gates[0].reached()
        recording.cancel()
        open(journal)
        await #expect(throws: CancellationError.self) { try await recording.value }
        #expect(journal.types == ["answered"])
    }

    @Test func `what had come of an answer that broke off is kept with the failure`() async throws {
        let store = InMemoryStore()
        try await store.append([.opened(run)], to: run.id, after: 0)
        let recorder = Recorder(run: run.id, store: store, outcome: Outcome([.opened(run)])) { _ in }
        let call = Call(role: .member(0), model: run.seats[0])
        let error = ModelError(.truncated, "broke off")
        try await recorder.recording(orElse: "") {
            try await recorder.note(.started(call))
            for piece in ["Hal", "f 数"] { try await recorder.record(.piece(call.role, .text(piece))) }
            try await recorder.note(.setback(call, Setback(.fallback, asking: "b/two", after: error)))
            try await recorder.record(.piece(call.role, .reasoning("Well,")))
            try await recorder.note(.failed(call, error))
        }
        let outcome = Outcome(await store.events(of: run.id, after: 0))
        #expect(outcome.setbacks.first?.setback.error?.partial == "Half 数")
        #expect(outcome.failure(of: call.role) == error)
    }
}
