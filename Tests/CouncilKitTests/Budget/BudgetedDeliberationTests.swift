import CouncilTestKit
import Testing

@testable import CouncilKit

/// What a budget does to a run that is under way.
struct BudgetedDeliberationTests {
    private let names = ["a/one", "b/two", "c/three", "d/four"]

    private func model(_ name: String, usage: Usage) -> ScriptedModel {
        ScriptedModel(name) { prompt in
            switch StageOfPrompt(prompt) {
            case .answer: .pieces([.text("From \(name)")], usage: usage)
            case .review(let answers): .pieces([.text(ScriptedModel.reviewText(of: answers))], usage: usage)
            case .conclusion: .pieces([.text("In conclusion.")], usage: usage)
            case .synthesis(let task): .pieces([.text(ScriptedModel.synthesisText(for: task))], usage: usage)
            }
        }
    }

    private func council(
        _ members: [ScriptedModel], chairman: ScriptedModel, budget: Budget, retries: Int = 0,
        fallbacks: [ScriptedModel] = [], limit: Int = 500
    ) -> Council {
        Council(
            members: members.map { Member($0, fallbacks: fallbacks) }, chairman: Member(chairman),
            settings: Settings(
                maximumAnswerTokens: limit, maximumReviewTokens: limit, maximumConclusionTokens: limit,
                retries: retries, budget: budget
            ).plain,
            prices: PriceTable(["*": Price(input: 1, output: 10)]))
    }

    @Test func `a run that fits is held whole`() async throws {
        let usage = Usage(input: 100, output: 10)
        let outcome = try await council(
            names.map { model($0, usage: usage) }, chairman: model("x/chair", usage: usage), budget: Budget(run: 0.5)
        ).deliberate(on: "Why?").outcome
        #expect(outcome.conclusion?.source == .chairman)
        #expect(outcome.failures.isEmpty)
    }

    @Test func `a run that cannot fit sends nothing and records nothing`() async throws {
        let members = names.map { model($0, usage: Usage(input: 1, output: 1)) }
        let store = InMemoryStore()
        await #expect(throws: CouncilError.self) {
            try await council(members, chairman: members[0], budget: Budget(run: 0.001))
                .deliberate(on: "Why?", store: store).outcome
        }
        #expect(members.allSatisfy { $0.prompts.isEmpty })
        #expect(await store.runs(limit: 10).isEmpty)
    }

    @Test func `when the money is gone the run ends with the top-ranked answer`() async throws {
        // Providers that count far more than was estimated: answers and reviews use the money up.
        let dear = Usage(input: 13_500, output: 500)
        let chairman = model("x/chair", usage: dear)
        let outcome = try await council(
            names.map { model($0, usage: dear) }, chairman: chairman, budget: Budget(run: 0.15)
        ).deliberate(on: "Why?").outcome
        #expect(outcome.conclusion?.source == .topRanked)
        #expect(outcome.failures.contains { $0.call.role == .chairman && $0.error.code == .overBudget })
        #expect(chairman.prompts.isEmpty)
    }

    @Test func `a retry is paid from the same budget`() async throws {
        // Each failed answer may be billed in full, because a part of it had come.
        let broken = ScriptedModel("a/one") { prompt in
            switch StageOfPrompt(prompt) {
            case .review: .failure(ModelError(.truncated, "a/one: broke off"), after: [.text("{")])
            default: .pieces([.text("From a/one")], usage: Usage(input: 10, output: 10))
            }
        }
        let others = names.dropFirst().map { model($0, usage: Usage(input: 10, output: 10)) }
        var environment = RunEnvironment.calm()
        environment.circuitBreakers = CircuitBreakers(threshold: .max) { .zero }
        let outcome = try await council(
            [broken] + others, chairman: others[0], budget: Budget(run: 0.2), retries: 1000
        ).deliberate(on: "Why?", environment: environment).outcome
        #expect(outcome.failure(of: .reviewer(0))?.code == .overBudget)
        #expect(broken.prompts.count < 60)
    }

    @Test func `a fallback is paid from the same budget`() async throws {
        let broken = ScriptedModel("a/one") { _ in .failure(ModelError(.badRequest, "a/one: no")) }
        var council = council(
            [broken, model("b/two", usage: Usage(input: 1, output: 1))],
            chairman: model("x/chair", usage: Usage(input: 1, output: 1)), budget: Budget(run: 0.1),
            fallbacks: [model("z/dear", usage: Usage(input: 1, output: 1))])
        council.prices = council.prices.merging(PriceTable(["z/dear": Price(input: 1000, output: 10_000)]))
        let outcome = try await council.deliberate(on: "Why?").outcome
        #expect(outcome.failure(of: .member(0))?.code == .overBudget)
    }

    @Test func `a hedge that cannot be paid is not sent, and the member's own failure counts`() async throws {
        let gate = Gate()
        let slow = ScriptedModel("a/one") { _ in
            try await gate.pass()
            return .failure(ModelError(.badRequest, "a/one: no"))
        }
        let dear = model("z/dear", usage: Usage(input: 1, output: 1))
        var council = council(
            [slow], chairman: model("x/chair", usage: Usage(input: 1, output: 1)), budget: Budget(run: 0.1),
            fallbacks: [dear])
        council.settings.hedging = Hedging(initialDelay: 0)
        council.prices = council.prices.merging(PriceTable(["z/dear": Price(input: 1000, output: 10_000)]))
        let outcome = try await council.deliberate(on: "Why?").run { event in
            if case .setback(_, let setback) = event, setback.remedy == .hedge { gate.open() }
        }
        #expect(outcome.setbacks.last?.setback.error?.code == .badRequest)
        #expect(dear.prompts.isEmpty)
    }

    @Test func `what a run had cost before it was cut off counts when it is resumed`() async throws {
        let dear = Usage(input: 49_000, output: 0)
        let members = names.map { model($0, usage: dear) }
        let council = council(members, chairman: members[0], budget: Budget(run: 0.2))
        let store = InMemoryStore()
        let whole = try await council.deliberate(on: "Why?", store: store).outcome
        let run = try #require(whole.run)
        let cut = InMemoryStore()
        let answers = await store.events(of: run.id, after: 0).prefix(5)
        try await cut.append(Array(answers), to: run.id, after: 0)
        let resumed = try await council.resume(run.id, in: cut).outcome
        #expect(resumed.reviews.isEmpty)
        #expect(resumed.failure(of: .reviewer(0))?.code == .overBudget)
        #expect(resumed.conclusion?.source == .topRanked)
    }

    @Test func `what calls that broke off may cost counts for the day, and when the run is resumed`() async throws {
        let usage = Usage(input: 100, output: 10)
        let broken = ScriptedModel("d/four") { _ in .failure(ModelError(.timeout, "d/four: late")) }
        let members = names.prefix(3).map { model($0, usage: usage) } + [broken]
        let council = council(members, chairman: members[0], budget: Budget(run: 0.5))
        let store = InMemoryStore()
        let outcome = try await council.deliberate(on: "Why?", store: store).outcome
        let run = try #require(outcome.run)
        // The prompt costs little beside the 500 tokens that a reply may have.
        let worst = try #require(outcome.failure(of: .member(3))?.mayCost)
        #expect(worst > 0.005 && worst < 0.006)
        let costs = Costs(of: outcome)
        #expect(costs.possible == worst)
        #expect(costs.total < worst)
        #expect(try await store.spending(on: run.date).spent == costs.most)
        // Cut off before the reviews, each of which may cost as much again.
        let events = await store.events(of: run.id, after: 0).dropFirst().prefix { $0.type != "reviewed" }
        var poor = run
        poor.settings.budget?.run = Costs(of: Outcome([.opened(run)] + events)).total + worst + 0.004
        let cut = InMemoryStore()
        try await cut.append([.opened(poor)] + events, to: run.id, after: 0)
        let resumed = try await council.resume(run.id, in: cut).outcome
        #expect(resumed.failure(of: .reviewer(0))?.code == .overBudget)
    }

    @Test func `what requests may cost that are cut off with the run is stored with it`() async throws {
        let usage = Usage(input: 100, output: 10)
        let began = Gate()
        let halting = ScriptedModel("d/four") { _ in
            try await began.pass()
            return .silence
        }
        let members = names.prefix(3).map { model($0, usage: usage) } + [halting]
        let council = council(members, chairman: members[0], budget: Budget(run: 0.5))
        let store = InMemoryStore()
        let task = Task { try await council.deliberate(on: "Why?", store: store).outcome }
        try await began.reached()
        task.cancel()
        _ = await task.result
        let run = try #require(await store.runs(limit: 1).first)
        let outcome = Outcome(await store.events(of: run.id, after: 0))
        #expect((0.005..<0.006).contains(outcome.failure(of: .member(3))?.mayCost ?? 0))
        #expect(Costs(of: outcome).possible >= outcome.failure(of: .member(3))?.mayCost ?? 1)
    }

    @Test func `a fallback without a price is refused before anything is sent`() async throws {
        let one = model("a/one", usage: Usage(input: 1, output: 1))
        var council = council(
            [one], chairman: one, budget: Budget(run: 0.1),
            fallbacks: [model("z/new", usage: Usage(input: 1, output: 1))])
        council.prices = PriceTable(["a/*": Price(input: 1, output: 10)])
        let error = await #expect(throws: CouncilError.self) { try await council.deliberate(on: "Why?").outcome }
        #expect(error?.code == .unknownPrice)
        #expect(one.prompts.isEmpty)
    }

    @Test func `every call of a budgeted run has a limit`() async throws {
        let one = model("a/one", usage: Usage(input: 1, output: 1))
        let two = model("b/two", usage: Usage(input: 1, output: 1))
        var council = council([one, two], chairman: one, budget: Budget(run: 0.5))
        council.settings.maximumAnswerTokens = nil
        council.settings.maximumReviewTokens = nil
        council.settings.maximumConclusionTokens = nil
        _ = try await council.deliberate(on: "Why?").outcome
        #expect((one.prompts + two.prompts).allSatisfy { $0.maximumTokens != nil })
    }

    @Test(arguments: 2...4)
    func `only so many review, all answers are read, and the seed chooses who`(most: Int) async throws {
        func reviewers() async throws -> [Int] {
            let members = names.map { ScriptedModel.member($0, answer: "From \($0)") }
            let outcome = try await Council(
                members: members.map { Member($0) }, chairman: Member(members[0]),
                settings: Settings(maximumReviewers: most).plain
            ).deliberate(on: Inquiry("Why?", seed: 5)).outcome
            let read = Set(outcome.reviews.values.flatMap(\.order))
            #expect(read == Set(outcome.run?.labels ?? []))
            #expect(outcome.reviewingSeats == outcome.reviews.keys.sorted())
            return outcome.reviewingSeats
        }
        let first = try await reviewers()
        #expect(first.count == most)
        #expect(try await reviewers() == first)
    }
}
