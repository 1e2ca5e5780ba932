import Testing

@testable import CouncilKit

struct LedgerTests {
    private let call = Call(role: .member(0), model: "a/one")
    private let prompt = Prompt(messages: [Prompt.Message(.user, String(repeating: "q", count: 2500))])
    /// What the prompt may cost at most: 1016 tokens at a dollar a million.
    private let input = 0.001016

    private func ledger(_ limit: Double?, spent: Double = 0) -> Ledger {
        Ledger(
            of: BudgetedRun.make(settings: Settings(budget: limit.map { Budget(run: $0) })), spent: spent)
    }

    private func limited(_ tokens: Int?) -> Prompt {
        var prompt = prompt
        prompt.maximumTokens = tokens
        return prompt
    }

    private func failure(_ result: Result<Ledger.Expense, ModelError>) -> ModelError? {
        if case .failure(let error) = result { error } else { nil }
    }

    @Test func `without a budget every call is let through as it is`() throws {
        #expect(try ledger(nil).admit(prompt, to: "unknown", for: call).get().prompt == prompt)
    }

    @Test func `a call whose worst case fits is let through`() throws {
        #expect(
            try ledger(input + 0.01).admit(limited(1000), to: "a/one", for: call).get().prompt.maximumTokens == 1000)
    }

    @Test func `a call whose worst case does not fit is refused with the figures`() {
        let error = failure(ledger(input + 0.0099).admit(limited(1000), to: "a/one", for: call))
        #expect(error?.code == .overBudget)
        #expect(error?.message.contains("may cost up to $0.0110") == true)
    }

    @Test func `calls under way count with their worst case`() throws {
        let ledger = ledger(0.02)
        _ = try ledger.admit(limited(1000), to: "a/one", for: call).get()
        #expect(failure(ledger.admit(limited(1000), to: "b/two", for: call))?.code == .overBudget)
    }

    @Test func `what a call did not use is free again`() throws {
        let ledger = ledger(0.02)
        let first = try ledger.admit(limited(1000), to: "a/one", for: call).get()
        ledger.settle(first, .success(Reply(text: "Yes.", usage: Usage(input: 100, output: 1))), hasBegun: true)
        #expect(failure(ledger.admit(limited(1000), to: "b/two", for: call)) == nil)
    }

    @Test func `what a call has used is spent`() throws {
        let ledger = ledger(0.02)
        let first = try ledger.admit(limited(1000), to: "a/one", for: call).get()
        ledger.settle(first, .success(Reply(text: "Yes.", usage: Usage(input: 1000, output: 1000))), hasBegun: true)
        #expect(failure(ledger.admit(limited(1000), to: "b/two", for: call))?.code == .overBudget)
    }

    @Test func `a reply without a count is estimated from its length`() throws {
        let ledger = ledger(0.02)
        let first = try ledger.admit(limited(1000), to: "a/one", for: call).get()
        ledger.settle(first, .success(Reply(text: String(repeating: "a", count: 2500))), hasBegun: true)
        #expect(failure(ledger.admit(limited(1000), to: "b/two", for: call))?.code == .overBudget)
    }

    @Test func `a cached reply costs nothing`() throws {
        let ledger = ledger(0.012)
        let first = try ledger.admit(limited(1000), to: "a/one", for: call).get()
        ledger.settle(
            first, .success(Reply(text: "Yes.", usage: Usage(input: 1000, output: 1000), isCached: true)),
            hasBegun: true)
        #expect(failure(ledger.admit(limited(1000), to: "b/two", for: call)) == nil)
    }

    @Test func `who is free is asked although another has overrun the budget`() throws {
        let prices = ["a/one": BudgetedRun.price, "b/two": .free]
        let run = BudgetedRun.make(settings: Settings(budget: Budget(run: 0.02)), prices: prices)
        let ledger = Ledger(of: run, spent: 0)
        let first = try ledger.admit(limited(1000), to: "a/one", for: call).get()
        let reply = Reply(text: "Yes.", usage: Usage(input: 1, output: 1, cost: 0.03))
        ledger.settle(first, .success(reply), hasBegun: true)
        #expect(failure(ledger.admit(limited(1000), to: "b/two", for: call)) == nil)
    }

    @Test func `who is free and charges all the same is not asked again when the budget is overrun`() throws {
        let run = BudgetedRun.make(settings: Settings(budget: Budget(run: 0.01)), prices: ["a/one": .free])
        let ledger = Ledger(of: run, spent: 0)
        let first = try ledger.admit(limited(1000), to: "a/one", for: call).get()
        let reply = Reply(text: "Yes.", usage: Usage(input: 1, output: 1, cost: 0.02))
        ledger.settle(first, .success(reply), hasBegun: true)
        #expect(failure(ledger.admit(limited(1000), to: "a/one", for: call))?.code == .overBudget)
    }

    @Test(arguments: [
        (ModelError(.rateLimited, "429", status: 429), false, false),
        (ModelError(.connection, "no route"), false, false),
        (ModelError(.timeout, "late"), false, true), (ModelError(.cancelled, "cancelled"), false, true),
        (ModelError(.connection, "broke"), true, true),
    ])
    func `a call that failed is spent only if the provider may bill it`(
        error: ModelError, hasBegun: Bool, isSpent: Bool
    ) throws {
        let ledger = ledger(0.012)
        let first = try ledger.admit(limited(1000), to: "a/one", for: call).get()
        ledger.settle(first, .failure(error), hasBegun: hasBegun)
        #expect((failure(ledger.admit(limited(1000), to: "b/two", for: call)) != nil) == isSpent)
    }

    private func mayCost(_ event: CouncilEvent) -> Double? {
        switch event {
        case .failed(_, let error): error.mayCost
        case .setback(_, let setback): setback.error?.mayCost
        case .concluded(let conclusion): conclusion.mayCost
        default: nil
        }
    }

    @Test func `what a call that broke off may cost is told with its failure, once`() throws {
        let ledger = ledger(1)
        let late = ModelError(.timeout, "late")
        ledger.settle(try ledger.admit(limited(1000), to: "a/one", for: call).get(), .failure(late), hasBegun: false)
        let told = mayCost(ledger.follow(.setback(call, Setback(.fallback, asking: "b/two", after: late))))
        #expect(abs((told ?? 0) - (input + 0.01)) < 1e-12)
        #expect(mayCost(ledger.follow(.failed(call, late))) == nil)
    }

    @Test func `what was counted of a call that broke off is not among what it may cost`() throws {
        let ledger = ledger(1)
        let late = ModelError(.timeout, "late").billed(Usage(input: 1016, output: 100), by: "a/one")
        ledger.settle(try ledger.admit(limited(1000), to: "a/one", for: call).get(), .failure(late), hasBegun: true)
        #expect(abs((mayCost(ledger.follow(.failed(call, late))) ?? 0) - 0.009) < 1e-12)
    }

    @Test func `a call that costs nothing when it fails may cost nothing`() throws {
        let ledger = ledger(1)
        let refused = ModelError(.rateLimited, "429", status: 429)
        ledger.settle(try ledger.admit(limited(1000), to: "a/one", for: call).get(), .failure(refused), hasBegun: false)
        #expect(mayCost(ledger.follow(.failed(call, refused))) == nil)
    }

    @Test func `the conclusion tells what no failure has told, and what is still under way`() throws {
        let ledger = ledger(1)
        let conclusion = CouncilEvent.concluded(Conclusion(text: "Yes.", source: .chairman, call: call))
        #expect(mayCost(ledger.follow(conclusion)) == nil)
        ledger.settle(
            try ledger.admit(limited(1000), to: "a/one", for: call).get(), .failure(.cancelled), hasBegun: true)
        _ = try ledger.admit(limited(1000), to: "b/two", for: Call(role: .member(1), model: "b/two")).get()
        #expect(abs((mayCost(ledger.follow(conclusion)) ?? 0) - 2 * (input + 0.01)) < 1e-12)
    }

    @Test func `a call without a limit gets what fits`() throws {
        let admitted = try ledger(input + 0.005).admit(prompt, to: "a/one", for: call).get()
        #expect((499...500).contains(admitted.prompt.maximumTokens ?? 0))
    }

    @Test func `what was spent before the run was resumed counts`() {
        #expect(failure(ledger(0.02, spent: 0.015).admit(limited(1000), to: "a/one", for: call))?.code == .overBudget)
    }

    @Test func `a model without a price is not asked`() {
        let error = failure(ledger(1).admit(prompt, to: "e/unknown", for: call))
        #expect(error?.code == .overBudget)
        #expect(error?.suggestion?.contains("prices.yaml") == true)
    }
}
