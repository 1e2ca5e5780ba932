import CouncilTestKit
import FoundationEssentials
import Testing

@testable import CouncilKit

/// Several runs that spend of the budget of one day.
@Suite(.timeLimit(.minutes(2))) struct SharedBudgetTests {
    private let usage = Usage(input: 100, output: 10)
    private let date = Date(timeIntervalSince1970: 1_795_000_000)
    private let store = InMemoryStore()

    private func environment(_ date: Date? = nil) -> RunEnvironment {
        RunEnvironment(clock: ContinuousClock(), now: { [self] in date ?? self.date })
    }

    /// Two members and a chairman with replies of 500 tokens at most.
    private func council(day: Double, waitingAt gate: Gate? = nil) -> Council {
        let members = ["a/one", "b/two"].map { name in
            ScriptedModel(name) { prompt in
                try await gate?.pass()
                switch StageOfPrompt(prompt) {
                case .answer: return .pieces([.text("From \(name)")], usage: usage)
                case .review(let answers): return .pieces([.text(ScriptedModel.reviewText(of: answers))], usage: usage)
                case .conclusion, .synthesis: return .pieces([.text("In conclusion.")], usage: usage)
                }
            }
        }
        return Council(
            members: members.map { Member($0) }, chairman: Member(members[0]),
            settings: Settings(
                maximumAnswerTokens: 500, maximumReviewTokens: 500, maximumConclusionTokens: 500,
                budget: Budget(day: day)
            ).plain,
            prices: PriceTable(["*": Price(input: 1, output: 10)]))
    }

    /// What one run may cost at worst.
    private func worst() throws -> Double {
        let run = try council(day: 100).draft(of: Inquiry("Why?"), knowing: nil, environment: environment())
        return try #require(run.settings.budget?.reserved)
    }

    /// Begins a run and leaves it waiting for its members.
    private func begin(_ council: Council, _ gate: Gate) async throws -> Task<Outcome, any Error> {
        let run = Task { try await council.deliberate(on: "Why?", store: store, environment: environment()).outcome }
        try await gate.reached(by: 2)
        return run
    }

    @Test func `what a run under way may still take is not there for the next one`() async throws {
        let gate = Gate()
        let day = try worst() * 1.5
        let first = try await begin(council(day: day, waitingAt: gate), gate)
        let error = await #expect(throws: CouncilError.self) {
            try await council(day: day).deliberate(on: "How?", store: store, environment: environment()).outcome
        }
        #expect(error?.code == .overBudget)
        #expect(error?.message.contains("leave of the day's") == true)
        gate.open()
        #expect(try await first.value.conclusion != nil)
        #expect(await store.runs(limit: 10).count == 1)
    }

    @Test func `what a run did not need is there again when it has ended`() async throws {
        let day = try worst() * 1.5
        for _ in 0..<3 {
            let outcome = try await council(day: day).deliberate(
                on: "Why?", store: store, environment: environment()
            ).outcome
            #expect(outcome.conclusion != nil)
        }
    }

    @Test func `of many runs that begin at once only those are opened that the day can pay`() async throws {
        let gate = Gate()
        let council = council(day: try worst() * 3.5, waitingAt: gate)
        let opened = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let outcome = try? await council.deliberate(
                        on: "Why?", store: store, environment: environment()
                    ).outcome
                    return outcome?.conclusion != nil
                }
            }
            var refused = 0
            while refused < 5, await group.next() == false { refused += 1 }
            gate.open()
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(opened == 3)
    }

    @Test func `a run that was cut off holds back nothing but what it may have cost`() async throws {
        let gate = Gate()
        let day = try worst() * 1.5
        let first = try await begin(council(day: day, waitingAt: gate), gate)
        first.cancel()
        _ = try? await first.value
        let second = try await council(day: day).deliberate(on: "How?", store: store, environment: environment())
            .outcome
        #expect(second.conclusion != nil)
    }

    @Test func `a run whose place is held keeps what it may take although nobody works on it`() async throws {
        let waiting = council(day: 100)
        let run = try waiting.draft(of: Inquiry("Why?"), knowing: nil, environment: environment())
        try await waiting.open(run, in: store)
        let place = try await store.holdPlace(of: run.id)
        let spending = try await store.spending(on: date)
        #expect(spending == Spending(spent: 0, reserved: try #require(run.settings.budget?.reserved)))
        await place.release()
        #expect(try await store.spending(on: date).total == 0)
    }

    @Test func `a run that was cut off before its first answer is looked at as well when it is resumed`() async throws {
        let gate = Gate()
        let council = council(day: try worst() * 1.5, waitingAt: gate)
        let first = try await begin(council, gate)
        let run = try #require(await store.runs(limit: 1).first?.run)
        first.cancel()
        _ = try? await first.value
        var other = run
        other.id = Run.ID(rawValue: "20261123-other234")
        let dear = CouncilEvent.answered(
            Call(role: .member(0), model: "a/one"), Reply(text: "A", usage: Usage(input: 1_000_000, output: 0)))
        try await store.append([.opened(other), dear], to: other.id, after: 0)
        let error = await #expect(throws: CouncilError.self) {
            try await council.resume(run.id, in: store, environment: environment()).outcome
        }
        #expect(error?.code == .overBudget)
    }

    @Test func `a run that costs nothing is resumed whatever the others have spent`() async throws {
        let gate = Gate()
        var council = council(day: 1, waitingAt: gate)
        council.prices = PriceTable(["*": .free])
        let first = try await begin(council, gate)
        let run = try #require(await store.runs(limit: 1).first?.run)
        first.cancel()
        _ = try? await first.value
        var other = run
        other.id = Run.ID(rawValue: "20261123-other234")
        other.prices = ["a/one": Price(input: 1, output: 10)]
        let dear = CouncilEvent.answered(
            Call(role: .member(0), model: "a/one"), Reply(text: "A", usage: Usage(input: 2_000_000, output: 0)))
        try await store.append([.opened(other), dear], to: other.id, after: 0)
        gate.open()
        #expect(try await council.resume(run.id, in: store, environment: environment()).outcome.conclusion != nil)
    }

    @Test func `a run that was cut off is not resumed when others have used up the day`() async throws {
        let gate = Gate()
        let council = council(day: try worst() * 1.5, waitingAt: gate)
        let first = try await begin(council, gate)
        let run = try #require(await store.runs(limit: 1).first?.run)
        first.cancel()
        _ = try? await first.value
        let answer = CouncilEvent.answered(
            Call(role: .member(0), model: "a/one"), Reply(text: "A", usage: Usage(input: 1_000_000, output: 0)))
        try await store.append([answer], to: run.id, after: await store.events(of: run.id, after: 0).count)
        var other = run
        other.id = Run.ID(rawValue: "20261123-other234")
        try await store.append([.opened(other), answer], to: other.id, after: 0)
        let error = await #expect(throws: CouncilError.self) {
            try await council.resume(run.id, in: store, environment: environment()).outcome
        }
        #expect(error?.message.contains("another day") == true)
        #expect(await !store.isHeld(run.id))
        gate.open()
        let tomorrow = environment(date + 86_400)
        #expect(try await council.resume(run.id, in: store, environment: tomorrow).outcome.position > 2)
    }
}
