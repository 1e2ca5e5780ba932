import CouncilKit
import CouncilTestKit
import FoundationEssentials
import Testing

struct CostsTests {
    private let usage = Usage(input: 1000, output: 100)
    /// A thousand tokens read at 1 $ and a hundred written at 10 $ a million.
    private let each = 0.002

    private func model(_ name: String, usage: Usage?) -> ScriptedModel {
        ScriptedModel(name) { prompt in
            switch StageOfPrompt(prompt) {
            case .answer: .pieces([.text("From \(name)")], usage: usage)
            case .review(let answers): .pieces([.text(ScriptedModel.reviewText(of: answers))], usage: usage)
            case .conclusion: .pieces([.text("In conclusion.")], usage: usage)
            case .synthesis(let task): .pieces([.text(ScriptedModel.synthesisText(for: task))], usage: usage)
            }
        }
    }

    private func outcome(
        _ usage: Usage?, prices: PriceTable? = nil, settings: Settings = Settings().plain
    ) async throws -> Outcome {
        let names = ["a/one", "b/two", "c/three"]
        return try await Council(
            members: names.map { Member(model($0, usage: usage)) }, chairman: Member(model("x/chair", usage: usage)),
            settings: settings, prices: prices ?? PriceTable(["*": BudgetedRun.price])
        ).deliberate(on: "Why?").outcome
    }

    private func near(_ left: Double, _ right: Double) -> Bool { abs(left - right) < 1e-12 }

    @Test func `every reply counts at its model's price`() async throws {
        let costs = Costs(of: try await outcome(usage))
        #expect(near(costs.total, 7 * each))
        #expect(!costs.isEstimate)
    }

    @Test func `what a provider says it charges counts, whatever the price, and without one`() async throws {
        var stated = usage
        stated.cost = 0.5
        let priced = Costs(of: try await outcome(stated))
        let unpriced = Costs(of: try await outcome(stated, prices: PriceTable([:])))
        #expect(priced.total == 3.5)
        #expect(unpriced.total == 3.5)
        #expect(unpriced.unpriced.isEmpty)
    }

    @Test func `tokens of two calls cost what both state, and nothing stated if one does not say`() {
        let stated = Usage(input: 1, output: 1, cost: 0.25)
        #expect((stated + stated).cost == 0.5)
        #expect((stated + usage).cost == nil)
    }

    @Test func `stages, seats and the chairman add up to the whole`() async throws {
        let costs = Costs(of: try await outcome(usage))
        #expect(near(costs.total(of: .collect), 3 * each))
        #expect(near(costs.total(of: .review), 3 * each))
        #expect(near(costs.total(of: .conclude), each))
        #expect(near(costs.total(ofSeat: 1, in: .collect), each))
        #expect(near(costs.total(ofSeat: 1, in: .review), each))
        #expect(near(costs.totalOfChairman, each))
    }

    @Test func `analysis, comparison and audit count as well`() async throws {
        let synthesis = SynthesisSettings(answerType: .text)
        let costs = Costs(of: try await outcome(usage, settings: Settings(synthesis: synthesis)))
        // Two judges in both orders and one audit; analysis and draft.
        #expect(near(costs.total(of: .check), 5 * each))
        #expect(near(costs.total(of: .conclude), 2 * each))
        #expect(near(costs.total, 13 * each))
        #expect(near(costs.totalOfChairman(in: .conclude), 2 * each))
    }

    @Test func `the calls of the synthesis are estimated where nobody counts`() async throws {
        let synthesis = SynthesisSettings(answerType: .text)
        let costs = Costs(of: try await outcome(nil, settings: Settings(synthesis: synthesis)))
        #expect(costs.entries.count == 13)
        // No prompt of the run is shorter than the question and its frame, a thousand bytes for those with answers.
        for entry in costs.entries where entry.call.role.stage != .collect { #expect((entry.amount ?? 0) > 0.0002) }
    }

    @Test func `both rounds count, each reply once`() async throws {
        let synthesis = SynthesisSettings(analysis: false, doNoHarm: false, answerType: .text, depth: .deep)
        let outcome = try await outcome(usage, settings: Settings(synthesis: synthesis))
        // Nobody changes its answer: three answers, reviews and revisions, one final answer.
        #expect(near(Costs(of: outcome).total, 10 * each))
        var events = [CouncilEvent.reopened(seats: [0])]
        events.append(
            .reviewed(
                Call(role: .reviewer(0), model: "a/one"), try #require(outcome.reviews[0]),
                Reply(text: "", usage: usage)))
        var second = Outcome([.opened(try #require(outcome.run))])
        for (seat, reply) in outcome.answers {
            second.apply(.answered(Call(role: .member(seat), model: ""), reply))
            second.apply(.revised(Call(role: .reviser(seat), model: ""), reply))
        }
        for event in events { second.apply(event) }
        #expect(near(Costs(of: second).total, 7 * each))
        #expect(second.usage.input == 7000)
    }

    @Test func `later prices do not rewrite a recorded run`() async throws {
        let recorded = try await outcome(usage).run
        #expect(recorded?.prices?.keys.sorted() == ["a/one", "b/two", "c/three", "x/chair"])
        let data = try JSONText(encoding: CouncilEvent.opened(try #require(recorded))).data
        #expect(Outcome([try JSONDecoder.events.decode(CouncilEvent.self, from: data)]).run == recorded)
    }

    @Test func `unreadable reviews were paid for, too`() {
        let call = Call(role: .reviewer(0), model: "a/one")
        let outcome = Outcome([
            .opened(BudgetedRun.make()), .unreadable(call, Reply(text: "?", usage: usage), complaint: "no ballot"),
        ])
        #expect(near(Costs(of: outcome).total(of: .review), each))
    }

    @Test(arguments: [BudgetedRun.make().prices, nil])
    func `cached replies cost nothing, whatever is known of prices`(prices: [String: Price]?) {
        var run = BudgetedRun.make()
        run.prices = prices
        let outcome = Outcome([
            .opened(run),
            .answered(Call(role: .member(0), model: "a/one"), Reply(text: "Yes.", usage: usage, isCached: true)),
        ])
        #expect(Costs(of: outcome).total == 0)
        #expect(Costs(of: outcome).unpriced.isEmpty)
    }

    @Test func `a fallback's answer counts at the fallback's price`() {
        var run = BudgetedRun.make()
        run.prices?["z/cheap"] = Price(input: 0.1, output: 1)
        let reply = Reply(text: "Yes.", usage: usage, answeredBy: "z/cheap")
        let outcome = Outcome([.opened(run), .answered(Call(role: .member(0), model: "a/one"), reply)])
        #expect(near(Costs(of: outcome).total, each / 10))
    }

    @Test func `without a count the tokens are estimated and it is said`() async throws {
        let costs = Costs(of: try await outcome(nil))
        #expect(costs.isEstimate)
        #expect(costs.entries.allSatisfy { ($0.amount ?? 0) > 0 })
    }

    @Test func `calls that broke off are said to be missing`() {
        let call = Call(role: .member(0), model: "a/one")
        let late = CouncilEvent.failed(call, ModelError(.timeout, "a/one: late"))
        let refused = CouncilEvent.failed(call, ModelError(.rateLimited, "a/one: 429", status: 429))
        let hedge = CouncilEvent.setback(call, Setback(.hedge, asking: "b/two"))
        let opened = CouncilEvent.opened(BudgetedRun.make())
        #expect(
            [[late], [refused], [hedge], []].map { Costs(of: Outcome([opened] + $0 + [.unanswered])).mayBeMore } == [
                true, false, true, false,
            ])
    }

    @Test func `calls that a run lost when it was cut off are said to be missing, also when it has gone on`() {
        let date = BudgetedRun.make().date
        let answer = CouncilEvent.answered(Call(role: .member(0), model: "a/one"), Reply(text: "Yes.", usage: usage))
        let opened = CouncilEvent.opened(BudgetedRun.make())
        func mayBeMore(_ events: [CouncilEvent]) -> Bool { Costs(of: Outcome([opened] + events)).mayBeMore }
        #expect(mayBeMore([answer]))
        #expect(mayBeMore([answer, .resumed(Resumption(date: date)), .unanswered]))
        #expect(!mayBeMore([answer, .unanswered]))
        #expect(!mayBeMore([.unanswered, .resumed(Resumption(date: date)), answer, .unanswered]))
    }

    @Test func `a reply that is all reasoning was paid for, whoever answers then`() async throws {
        let thinker = ScriptedModel("a/one") { _ in
            .pieces([.reasoning("Hm.")], usage: usage, stopReason: .length)
        }
        let outcome = try await Council(
            members: [Member(thinker, fallbacks: [model("b/two", usage: usage)])],
            chairman: Member(model("x/chair", usage: usage)), prices: PriceTable(["*": BudgetedRun.price])
        ).deliberate(on: "Why?").outcome
        #expect(outcome.answers[0]?.answeredBy == "b/two")
        let costs = Costs(of: outcome)
        #expect(near(costs.total(ofSeat: 0, in: .collect), 2 * each))
        #expect(costs.entries.map(\.model) == ["b/two", "a/one"])
        #expect(!costs.mayBeMore)
        #expect(outcome.usage == usage + usage)
    }

    @Test func `what a failure has cost is not forgotten with it when the run is resumed`() {
        let call = Call(role: .member(0), model: "a/one")
        let error = ModelError(.empty, "a/one: nothing").billed(usage, by: "a/one")
        let outcome = Outcome([
            .opened(BudgetedRun.make()), .failed(call, error), .resumed(Resumption(date: BudgetedRun.make().date)),
        ])
        #expect(outcome.failures.isEmpty)
        #expect(near(Costs(of: outcome).total, each))
    }

    @Test func `models without a price are named`() async throws {
        let costs = Costs(of: try await outcome(usage, prices: PriceTable(["a/*": BudgetedRun.price])))
        #expect(costs.unpriced == ["b/two", "c/three", "x/chair"])
        #expect(near(costs.total, 2 * each))
    }

    @Test func `the spending of a day holds what providers say they charge, also without a price`() async throws {
        let store = InMemoryStore()
        var run = BudgetedRun.make()
        run.prices = nil
        let reply = Reply(text: "Yes.", usage: Usage(input: 1, output: 1, cost: 0.25))
        let answered = CouncilEvent.answered(Call(role: .member(0), model: "a/one"), reply)
        try await store.append([.opened(run), answered], to: run.id, after: 0)
        #expect(try await store.spending(on: run.date).spent == 0.25)
    }

    @Test func `the spending of a day is that of its runs, finished or not`() async throws {
        let store = InMemoryStore()
        let answered = CouncilEvent.answered(
            Call(role: .member(0), model: "a/one"), Reply(text: "Yes.", usage: usage))
        for (index, seconds) in [0.0, 100, -86_400].enumerated() {
            var run = BudgetedRun.make()
            run.id = Run.ID(rawValue: "run-\(index)")
            run.date += seconds
            try await store.append([.opened(run), answered], to: run.id, after: 0)
        }
        let day = BudgetedRun.make().date
        let all = try await store.spending(on: day).total
        let others = try await store.spending(on: day, without: Run.ID(rawValue: "run-0")).total
        #expect(near(all, 2 * each))
        #expect(near(others, each))
    }
}
