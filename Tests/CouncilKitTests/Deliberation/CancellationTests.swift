import CouncilKit
import CouncilTestKit
import Synchronization
import Testing

struct CancellationTests {
    private let silent = ScriptedModel("s/silent") { _ in .silence }

    @Test func `cancelling a deliberation cancels every call and records no failure`() async throws {
        let store = InMemoryStore()
        let gate = Gate()
        let waiting = ScriptedModel("w/waiting") { _ in
            try await gate.pass()
            return .silence
        }
        let council = Council(members: [Member(waiting), Member(waiting)], chairman: Member(waiting))
        let task = Task { try await council.deliberate(on: "Why?", store: store).outcome }
        try await gate.reached(by: 2)
        gate.open()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(waiting.cancellations == 2)
        let run = try #require(await store.runs(limit: 1).first)
        #expect(run.state == .unfinished)
        #expect(await store.events(of: run.id, after: 1).isEmpty)
    }

    @Test func `what had come when a deliberation was cancelled is stored, and is asked for again`() async throws {
        let store = InMemoryStore()
        let seen = Gate()
        let halting = ScriptedModel("h/halting") { _ in .standstill(after: [.text("Half of it 半")]) }
        let other = ScriptedModel.member("a/one", answer: "A")
        let council = Council(members: [Member(halting), Member(other)], chairman: Member(other))
        let task = Task {
            try await council.deliberate(on: "Why?", store: store).run { event in
                if case .piece(.member(0), _) = event { try await seen.pass() }
            }
        }
        try await seen.reached()
        seen.open()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        let run = try #require(await store.runs(limit: 1).first)
        #expect(run.state == .unfinished)
        #expect(Outcome(await store.events(of: run.id, after: 0)).failure(of: .member(0))?.partial == "Half of it 半")
        let mended = ScriptedModel.member("h/halting", answer: "The whole.")
        let outcome = try await Council(members: [Member(mended), Member(other)], chairman: Member(other))
            .resume(run.id, in: store).outcome
        #expect(outcome.answers[0]?.text == "The whole.")
        #expect(outcome.failures.isEmpty)
    }

    @Test func `a member that never replies fails at its time limit and the others go on`() async throws {
        let clock = TestClock()
        let council = Council(
            members: [
                Member(silent), Member(ScriptedModel.member("a/one", answer: "A")),
                Member(ScriptedModel.member("b/two", answer: "B")),
            ],
            chairman: Member(ScriptedModel.member("a/one", answer: "")), settings: Settings(callTimeout: 30))
        let time = Task {
            while !Task.isCancelled {
                clock.advance(by: .seconds(1))
                await Task.yield()
            }
        }
        defer { time.cancel() }
        let outcome = try await council.deliberate(on: "Why?", environment: RunEnvironment(clock: clock)).outcome
        #expect(outcome.failure(of: .member(0))?.message == "s/silent: no complete reply within 30 s.")
        #expect(outcome.conclusion?.source == .chairman)
    }

    @Test func `the time that a call waits for a place does not count against its limit`() async throws {
        let clock = TestClock()
        let place = Gate()
        let waiting = ScriptedModel("w/waiting") { _ in
            try await TimeLimit.paused { try await place.pass() }
            return .text("At last.")
        }
        let council = Council(
            members: [Member(waiting)], chairman: Member(silent), settings: Settings(callTimeout: 30))
        async let run = council.deliberate(on: "Why?", environment: RunEnvironment(clock: clock)).outcome
        try await place.reached()
        for _ in 0..<300 {
            await clock.sleepers(1)
            clock.advance(by: .seconds(1))
        }
        place.open()
        let outcome = try await run
        #expect(outcome.conclusion?.text == "At last.")
        #expect(outcome.answers[0]?.timing?.total == 0)
    }

    @Test func `a store that fails ends the run with its error`() async throws {
        let store = BrokenStore(failsAfter: 2)
        let members = ["a/one", "b/two"].map { Member(ScriptedModel.member($0, answer: "From \($0)")) }
        await #expect(throws: StoreError.self) {
            try await Council(members: members, chairman: members[0]).deliberate(on: "Why?", store: store).outcome
        }
    }

    @Test func `a completed call is stored before it is shown`() async throws {
        let store = InMemoryStore()
        let members = ["a/one", "b/two"].map { Member(ScriptedModel.member($0, answer: "From \($0)")) }
        let council = Council(members: members, chairman: members[0], settings: Settings().plain)
        var shown: [CouncilEvent] = []
        var run: Run.ID?
        for try await event in council.deliberate(on: "Why?", store: store) where event.isLasting {
            if case .opened(let opened) = event { run = opened.id }
            shown.append(event)
            let stored = await store.events(of: try #require(run), after: 0)
            #expect(stored.starts(with: shown))
        }
        #expect(shown.count == 7)
    }

    @Test func `an answer is stored even while the reader is busy with another event`() async throws {
        let store = InMemoryStore()
        let isShowing = Gate()
        let mayGoOn = Gate()
        let slow = ScriptedModel("s/slow") { _ in
            try await isShowing.pass()
            return .pieces([])
        }
        let quick = ScriptedModel("a/one") { _ in
            try await isShowing.reached()
            return .text("A")
        }
        let council = Council(members: [Member(DeafModel(model: slow)), Member(quick)], chairman: Member(silent))
        let task = Task {
            try await council.deliberate(on: "Why?", store: store).run { event in
                guard case .answered(let call, _) = event, call.model == "a/one" else { return }
                isShowing.open()
                try await mayGoOn.pass()
            }
        }
        // The reader is not done with the first answer, and yet the second one gets into the store.
        while await store.runs(limit: 1).first.map(\.id) == nil { await Task.yield() }
        let run = try #require(await store.runs(limit: 1).first?.id)
        while Outcome(await store.events(of: run, after: 0)).answers.count < 2 { await Task.yield() }
        task.cancel()
        mayGoOn.open()
        _ = try? await task.value
    }

    @Test func `an answer that completes after the reader has left is stored`() async throws {
        struct Left: Error {}
        let store = InMemoryStore()
        let gate = Gate()
        let slow = ScriptedModel("s/slow") { _ in
            // Deaf to the cancellation, as a reply is that is complete already.
            try await Task { try await gate.pass() }.value
            return .pieces([])
        }
        let quick = ScriptedModel("a/one") { _ in
            try await gate.reached()
            return .text("A")
        }
        let council = Council(members: [Member(DeafModel(model: slow)), Member(quick)], chairman: Member(silent))
        await #expect(throws: Left.self) {
            try await council.deliberate(on: "Why?", store: store).run { event in
                guard case .answered(let call, _) = event, call.model == "a/one" else { return }
                gate.open()
                throw Left()
            }
        }
        let run = try #require(await store.runs(limit: 1).first)
        #expect(Outcome(await store.events(of: run.id, after: 0)).answers[0]?.text == "Paid for.")
    }

    @Test func `a model's stream is never more than one piece ahead of the reader`() async throws {
        let model = CountingModel()
        var taken = 0
        for try await event in Council(members: [Member(model)], chairman: Member(silent)).deliberate(on: "Why?") {
            guard case .piece = event else { continue }
            taken += 1
            #expect(model.emitted <= taken)
        }
        #expect(taken == CountingModel.pieces)
    }
}

/// A model that replies even if nobody takes its pieces any more.
private struct DeafModel: LanguageModel {
    let model: ScriptedModel
    var name: String { model.name }

    func reply(
        to prompt: Prompt, emit: @Sendable (Reply.Piece) async throws -> Void
    ) async throws(ModelError) -> Reply {
        _ = try await model.reply(to: prompt) { _ in }
        return Reply(text: "Paid for.")
    }
}

/// A model that counts the pieces that were taken from it.
private final class CountingModel: LanguageModel {
    static let pieces = 2000
    let name = "c/counting"
    private let count = Mutex(0)

    var emitted: Int { count.withLock { $0 } }

    func reply(
        to prompt: Prompt, emit: @Sendable (Reply.Piece) async throws -> Void
    ) async throws(ModelError) -> Reply {
        for _ in 0..<Self.pieces {
            do { try await emit(.text("x")) } catch { throw ModelError(.cancelled, "cancelled") }
            count.withLock { $0 += 1 }
        }
        return Reply(text: String(repeating: "x", count: Self.pieces))
    }
}

/// A store that breaks after some appends.
private actor BrokenStore: RunStore {
    private let store = InMemoryStore()
    private var remaining: Int

    init(failsAfter count: Int) { remaining = count }

    func append(_ events: [CouncilEvent], to run: Run.ID, after position: Int) async throws {
        remaining -= 1
        guard remaining >= 0 else { throw StoreError(.unavailable, "the disk is full") }
        try await store.append(events, to: run, after: position)
    }

    func acquire(_ run: Run.ID) async throws -> any RunLease { try await store.acquire(run) }
    func isHeld(_ run: Run.ID) async -> Bool { await store.isHeld(run) }
    func events(of run: Run.ID, after position: Int) async throws -> [CouncilEvent] {
        await store.events(of: run, after: position)
    }
    func runs(_ query: RunQuery) async throws -> [RunSummary] { await store.runs(query) }
    func runs(named prefix: String) async throws -> [Run.ID] { await store.runs(named: prefix) }
    func rename(_ run: Run.ID, to title: String?) async throws { try await store.rename(run, to: title) }
    func setStopped(_ isStopped: Bool, _ run: Run.ID) async throws { try await store.setStopped(isStopped, run) }
    func delete(_ run: Run.ID) async throws { try await store.delete(run) }
}
