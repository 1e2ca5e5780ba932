import CouncilKit
import CouncilTestKit
import Testing

struct QuorumTests {
    /// A member that answers when the gate opens.
    private func late(_ gate: Gate) -> ScriptedModel {
        ScriptedModel("a/late") { prompt in
            guard case .answer = StageOfPrompt(prompt) else { return .text("") }
            try await gate.pass()
            return .text("From a/late")
        }
    }

    private let silent = ScriptedModel("a/late") { _ in .silence }

    @Test func `with the quorum in, reviews begin without the late member`() async throws {
        let outcome = try await council(Member(silent), settings: Settings(quorum: 2))
            .deliberate(on: "Why?", environment: .calm()).outcome
        #expect(outcome.panel == [1, 2])
        #expect(outcome.conclusion?.source == .chairman)
    }

    /// A member that answers at once and reviews when the gate opens.
    private func lateReviewer(_ gate: Gate) -> ScriptedModel {
        ScriptedModel("a/late") { prompt in
            guard case .review(let answers) = StageOfPrompt(prompt) else { return .text("From a/late") }
            try await gate.pass()
            return .text(ScriptedModel.reviewText(of: answers))
        }
    }

    @Test func `a reviewer that hangs is left behind when the quorum has reviewed and patience is over`() async throws {
        let clock = TestClock()
        let watch = Watch()
        let reviewer = lateReviewer(Gate())
        async let run = council(Member(reviewer), settings: Settings(quorum: 2, patience: 30))
            .deliberate(on: "Why?", environment: .calm(clock)).run { watch.note($0) }
        try await watch.saw(2) { if case .reviewed = $0 { true } else { false } }
        await watch.move(clock, by: .seconds(1), until: \.isFailure)
        let outcome = try await run
        #expect(outcome.failure(of: .reviewer(0))?.code == .timeout)
        #expect(reviewer.cancellations == 1)
        #expect(outcome.tally?.ballots == 2)
        #expect(outcome.conclusion?.source == .chairman)
    }

    @Test func `a run that hangs goes on without the late one when it is resumed with a quorum`() async throws {
        let store = InMemoryStore()
        let council = council(Member(silent))
        let environment = RunEnvironment.calm()
        let watch = Watch()
        let task = Task {
            try await council.deliberate(on: "Why?", store: store, environment: environment).run { watch.note($0) }
        }
        try await watch.saw(2, \.isAnswer)
        task.cancel()
        _ = try? await task.value
        let run = try #require(await store.runs(limit: 1).first)
        let outcome = try await council.resume(run.id, in: store, environment: environment) { $0.quorum = 2 }.outcome
        #expect(outcome.panel == [1, 2])
        #expect(outcome.conclusion?.source == .chairman)
    }

    @Test func `a reviewer that is late within patience counts`() async throws {
        let gate = Gate()
        let watch = Watch()
        async let run = council(Member(lateReviewer(gate)), settings: Settings(quorum: 2, patience: 30))
            .deliberate(on: "Why?", environment: .calm()).run { watch.note($0) }
        try await watch.saw(2) { if case .reviewed = $0 { true } else { false } }
        gate.open()
        #expect(try await run.reviews.count == 3)
    }

    @Test func `a run that was cut off with its quorum in does not wait for the rest when it is resumed`() async throws
    {
        let council = council(Member(silent), settings: Settings(quorum: 2))
        let store = InMemoryStore()
        let environment = RunEnvironment.calm()
        let whole = try await council.deliberate(on: "Why?", store: store, environment: environment).outcome
        let run = try #require(whole.run)
        let cut = InMemoryStore()
        let answers = await store.events(of: run.id, after: 0).filter { $0.isAnswer }
        let failure = CouncilEvent.failed(
            Call(role: .member(0), model: "a/late"), ModelError(.connection, "a/late: no"))
        try await cut.append([.opened(run)] + answers + [failure], to: run.id, after: 0)
        let resumed = try await council.resume(run.id, in: cut, environment: environment).outcome
        #expect(resumed.panel == [1, 2])
        #expect(resumed.conclusion?.source == .chairman)
    }

    @Test func `a late member is cancelled when the council has concluded`() async throws {
        _ = try await council(Member(silent), settings: Settings(quorum: 2))
            .deliberate(on: "Why?", environment: .calm()).outcome
        #expect(silent.cancellations == 1)
    }

    @Test func `what a late member had written when the council concluded is kept`() async throws {
        let halting = ScriptedModel("a/late") { _ in .standstill(after: [.text("Half of "), .text("it 半")]) }
        let written = Gate()
        let chairman = ScriptedModel("x/chair") { _ in
            try await written.pass()
            return .text("In conclusion.")
        }
        let store = InMemoryStore()
        let outcome = try await council(
            Member(halting), chairman: Member(chairman), settings: Settings(quorum: 2)
        ).deliberate(on: "Why?", store: store, environment: .calm()).run { event in
            if case .piece(.member(0), .text("it 半")) = event { written.open() }
        }
        let failure = outcome.failure(of: .member(0))
        #expect(failure?.code == .cancelled)
        #expect(failure?.partial == "Half of it 半")
        #expect(outcome.failures.count == 1)
        #expect(outcome.conclusion?.text == "In conclusion.")
        let events = await store.events(of: try #require(outcome.run?.id), after: 0)
        #expect(events.last?.isEnd == true)
    }

    @Test func `the run names who was not waited for`() async throws {
        let outcome = try await council(Member(silent), settings: Settings(quorum: 2))
            .deliberate(on: "Why?", environment: .calm()).outcome
        #expect(outcome.abandonedSeats == [0])
    }

    @Test func `a late answer is kept, but neither reviewed nor ranked`() async throws {
        let gate = Gate()
        let answered = Gate()
        let chairman = ScriptedModel("x/chair") { _ in
            gate.open()
            try await answered.pass()
            return .text("In conclusion.")
        }
        let outcome = try await council(
            Member(late(gate)), chairman: Member(chairman), settings: Settings(quorum: 2)
        ).deliberate(on: "Why?", environment: .calm()).run { event in
            if case .answered(let call, _) = event, call.model == "a/late" { answered.open() }
        }
        #expect(outcome.answers[0]?.text == "From a/late")
        #expect(outcome.lateSeats == [0])
        #expect(outcome.tally?.standings.count == 2)
    }

    @Test func `patience waits for the rest although the quorum is in`() async throws {
        let gate = Gate()
        let watch = Watch()
        async let run = council(Member(late(gate)), settings: Settings(quorum: 2, patience: 30))
            .deliberate(on: "Why?", environment: .calm()).run { watch.note($0) }
        try await watch.saw(2, \.isAnswer)
        gate.open()
        let outcome = try await run
        #expect(outcome.panel == nil)
        #expect(outcome.tally?.standings.count == 3)
    }

    @Test func `when patience is over the council goes on`() async throws {
        let clock = TestClock()
        let watch = Watch()
        async let run = council(Member(silent), settings: Settings(quorum: 2, patience: 30))
            .deliberate(on: "Why?", environment: .calm(clock)).run { watch.note($0) }
        try await watch.saw(2, \.isAnswer)
        await watch.move(clock, by: .seconds(1)) { if case .proceeded = $0 { true } else { false } }
        #expect(try await run.panel == [1, 2])
    }

    @Test func `without a quorum every member is waited for`() async throws {
        let gate = Gate()
        let watch = Watch()
        async let run = council(Member(late(gate))).deliberate(on: "Why?", environment: .calm()).run {
            watch.note($0)
        }
        try await watch.saw(2, \.isAnswer)
        gate.open()
        #expect(try await run.tally?.standings.count == 3)
    }

    @Test func `a resumed run waits no second time for who was late`() async throws {
        let store = InMemoryStore()
        let stuck = ScriptedModel("x/chair") { _ in .silence }
        let watch = Watch()
        let council = council(Member(silent), chairman: Member(stuck), settings: Settings(quorum: 2))
        let task = Task { try await council.deliberate(on: "Why?", store: store).run { watch.note($0) } }
        try await watch.saw { if case .started(let call) = $0 { call.role == .chairman } else { false } }
        task.cancel()
        _ = await task.result
        let run = try #require(await store.runs(limit: 1).first?.run)
        let second = ScriptedModel("a/late") { _ in .text("Too late.") }
        let resumed = Council(
            members: [Member(second)] + council.members.dropFirst(),
            chairman: Member(ScriptedModel.member("x/chair", answer: "")), settings: run.settings)
        let outcome = try await resumed.resume(run.id, in: store).outcome
        #expect(second.prompts.isEmpty)
        #expect(outcome.conclusion?.text == "In conclusion.")
    }
}
