import CouncilKit
import Testing

struct FittingTests {
    private func run(_ budget: Budget?, settings: Settings = Settings()) -> Run {
        var settings = settings
        settings.budget = budget
        return BudgetedRun.make(settings: settings)
    }

    private func worst(_ run: Run) -> Double { Estimate(of: run).total().cost?.high ?? .infinity }

    @Test func `without a budget a run stays as it is`() throws {
        #expect(try run(nil).fitted() == run(nil))
    }

    @Test func `replies without a limit get one, the highest that fits`() throws {
        let fitted = try run(Budget(run: 1.5)).fitted()
        let limit = try #require(fitted.settings.maximumAnswerTokens)
        #expect(limit > 2000 && limit < 8192)
        #expect(
            fitted.settings.budget?.cuts == ["Replies without a limit of their own have at most \(limit) tokens."])
        #expect(worst(fitted) <= 1.5)
        var longer = fitted
        longer.settings.maximumAnswerTokens = limit + 1
        longer.settings.maximumReviewTokens = limit + 1
        longer.settings.maximumConclusionTokens = limit + 1
        #expect(worst(longer) > 1.5)
    }

    @Test func `limits that were set are kept`() throws {
        let fitted = try run(Budget(run: 100), settings: Settings(maximumAnswerTokens: 123)).fitted()
        #expect(fitted.settings.maximumAnswerTokens == 123)
        #expect(fitted.settings.maximumReviewTokens == 8192)
    }

    @Test func `a run that may cost more is refused with the figures and with what to do`() {
        let error = #expect(throws: CouncilError.self) { try run(Budget(run: 0.01)).fitted() }
        #expect(error?.code == .overBudget)
        #expect(error?.message.contains("its budget is $0.0100") == true)
        #expect(error?.message.contains("on_overrun: shrink") == true)
        #expect(error?.message.contains("max_answer_tokens") == true)
    }

    @Test func `a run is shrunk by reviewers first`() throws {
        let whole = worst(run(nil, settings: Settings(maximumReviewers: nil)))
        let fitted = try run(Budget(run: whole * 0.9, onOverrun: .shrink)).fitted()
        #expect(fitted.settings.maximumReviewers == 3)
        #expect(fitted.settings.maximumAnswerTokens == 2000)
        #expect(fitted.settings.budget?.cuts == ["Only 3 of 4 members review."])
    }

    @Test func `analysis and checks are left out before a reviewer is`() throws {
        let synthesis = SynthesisSettings(answerType: .number)
        let whole = worst(run(nil, settings: Settings(synthesis: synthesis)))
        let fitted = try run(
            Budget(run: whole * 0.9, onOverrun: .shrink), settings: Settings(synthesis: synthesis)
        ).fitted()
        #expect(fitted.settings.synthesis?.doNoHarm == false)
        #expect(fitted.settings.synthesis?.answerType == .number)
        #expect(fitted.settings.maximumReviewers == nil)
        #expect(fitted.settings.budget?.cuts == ["No analysis, no checks of the final answer, no second round."])
    }

    @Test func `then everybody writes less, and both is told`() throws {
        let fitted = try run(Budget(run: 0.12, onOverrun: .shrink)).fitted()
        let tokens = try #require(fitted.settings.maximumAnswerTokens)
        #expect(fitted.settings.maximumReviewers == 2)
        #expect(tokens < 2000 && tokens >= 200)
        #expect(worst(fitted) <= 0.12)
        #expect(
            fitted.settings.budget?.cuts == [
                "Only 2 of 4 members review.", "Answers and final answer have at most \(tokens) tokens.",
            ])
    }

    @Test func `what cannot be shrunk enough is refused`() {
        let error = #expect(throws: CouncilError.self) {
            try run(Budget(run: 0.001, onOverrun: .shrink)).fitted()
        }
        #expect(error?.message.contains("shrunk as far as possible") == true)
    }

    @Test func `the day's budget counts what was spent before`() {
        #expect(Budget(run: 1, day: 5, spentBefore: 4.5).limit == 0.5)
        #expect(Budget(day: 5).limit == 5)
        #expect(Budget(run: 1, day: 5, spentBefore: 1).limit == 1)
        #expect(throws: CouncilError.self) { try run(Budget(day: 5, spentBefore: 6)).fitted() }
    }

    @Test func `of a day's budget long replies take a quarter at most, others may fit beside`() throws {
        let usual = worst(
            try run(
                Budget(run: 1.5),
                settings: Settings(
                    maximumAnswerTokens: 2000, maximumReviewTokens: 2000, maximumConclusionTokens: 2000)
            ).fitted())
        let first = try run(Budget(day: 2.2 * usual)).fitted()
        let reserved = try #require(first.settings.budget?.reserved)
        #expect(abs(reserved - usual) < 1e-9)
        #expect(throws: Never.self) { try run(Budget(day: 2.2 * usual, spentBefore: reserved)).fitted() }
        let rich = try run(Budget(day: 8)).fitted()
        #expect((1.5...2).contains(rich.settings.budget?.reserved ?? 0))
    }

    @Test func `a dear fallback does not make long replies take the whole day`() throws {
        var run = run(Budget(day: 8))
        run.fallbacks = Run.Fallbacks(seats: [["f/dear"], [], [], []], chairman: [])
        run.prices?["f/dear"] = Price(input: 10, output: 100)
        #expect((1...2).contains(try run.fitted().settings.budget?.reserved ?? 0))
    }

    @Test func `a fallback without a price is refused as well`() {
        var run = run(Budget(run: 100))
        run.fallbacks = Run.Fallbacks(seats: [["f/unknown"], [], [], []], chairman: [])
        let error = #expect(throws: CouncilError.self) { try run.fitted() }
        #expect(error?.code == .unknownPrice)
        #expect(error?.message.contains("f/unknown") == true)
    }

    @Test func `a model without a price is refused, and how to add the price is said`() {
        let run = BudgetedRun.make(
            settings: Settings(budget: Budget(run: 1)), prices: ["a/one": BudgetedRun.price])
        let error = #expect(throws: CouncilError.self) { try run.fitted() }
        #expect(error?.code == .unknownPrice)
        #expect(error?.message.contains("prices: {b/two: {input: 1.00, output: 4.00}}") == true)
    }

    @Test func `models that cost nothing need no limits`() throws {
        let names = ["a/one", "b/two", "c/three", "d/four", "x/chair"]
        let free = BudgetedRun.make(
            settings: Settings(budget: Budget(run: 0)),
            prices: Dictionary(uniqueKeysWithValues: names.map { ($0, .free) }))
        #expect(try free.fitted() == free)
    }

    @Test(arguments: [0.2, 0.5, 1.0, 3.0])
    func `a fitted run never may cost more than its budget`(limit: Double) throws {
        #expect(worst(try run(Budget(run: limit, onOverrun: .shrink)).fitted()) <= limit)
    }
}
