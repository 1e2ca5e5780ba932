import CouncilKit
import FoundationEssentials
import Testing

struct EstimateTests {
    @Test func `every member answers and reviews, and the chairman concludes`() {
        let estimate = Estimate(of: BudgetedRun.make())
        #expect(estimate.total(of: .collect).calls == Interval(4, 4))
        #expect(estimate.total(of: .review).calls == Interval(4, 8))
        #expect(estimate.total(of: .conclude).calls == Interval(1, 1))
    }

    @Test func `one member alone is neither reviewed nor concluded`() {
        #expect(Estimate(of: BudgetedRun.make(seats: ["a/one"])).calls.map(\.role) == [.member(0)])
    }

    @Test func `the prompts of answers are measured exactly`() {
        let run = BudgetedRun.make(question: String(repeating: "q", count: 1000))
        #expect(Estimate(of: run).calls[0].bytes == Interval(1000, 1000))
        #expect(Estimate(of: run).calls[0].input == Interval(203, 416))
    }

    @Test func `the prompts of reviews grow with the number of answers`() {
        let few = Estimate(of: BudgetedRun.make(seats: ["a/one", "b/two"])).calls.first { $0.role == .reviewer(0) }
        let many = Estimate(of: BudgetedRun.make()).calls.first { $0.role == .reviewer(0) }
        // Two more answers of 300 to 2000 tokens each, at 4 and 5 bytes a token.
        #expect(many.map { $0.bytes.low } ?? 0 >= (few?.bytes.low ?? 0) + 2 * 1200)
        #expect(many.map { $0.bytes.high } ?? 0 >= (few?.bytes.high ?? 0) + 2 * 10_000)
    }

    @Test func `the chairman's prompt holds answers and reviews`() {
        let estimate = Estimate(of: BudgetedRun.make())
        let last = estimate.calls.last
        #expect(last?.role == .chairman)
        #expect(last.map { $0.bytes.high } ?? 0 >= 8 * 10_000)
    }

    @Test func `limits bound the high end of replies`() {
        let run = BudgetedRun.make(
            settings: Settings(maximumAnswerTokens: 100, maximumReviewTokens: 500, maximumConclusionTokens: 5000))
        let estimate = Estimate(of: run)
        #expect(estimate.calls.first { $0.role == .member(0) }?.output == Interval(100, 100))
        #expect(estimate.calls.first { $0.role == .reviewer(0) }?.output == Interval(300, 500))
        #expect(estimate.calls.first { $0.role == .chairman }?.output == Interval(300, 5000))
    }

    @Test func `thoughts make replies without a limit longer`() {
        func high(_ effort: ReasoningEffort?) -> Int? {
            Estimate(of: BudgetedRun.make(settings: Settings(reasoning: effort))).calls.first?.output.high
        }
        #expect([nil, .low, .medium, .high].map(high) == [2000, 2000, 4000, 8000])
    }

    @Test func `second attempts of reviews belong to the high end only`() {
        let second = Estimate(of: BudgetedRun.make()).calls.filter { $0.attempt == 2 }
        #expect(second.count == 4)
        #expect(second.allSatisfy { $0.input.low == 0 && $0.cost?.low == 0 && $0.input.high > 0 })
    }

    @Test func `fewer reviewers make fewer calls`() {
        let run = BudgetedRun.make(settings: Settings(maximumReviewers: 2))
        #expect(Estimate(of: run).total(of: .review).calls == Interval(2, 4))
    }

    @Test func `the synthesis adds analysis, comparisons and audit`() {
        let synthesis = SynthesisSettings(answerType: .text)
        let estimate = Estimate(of: BudgetedRun.make(settings: Settings(synthesis: synthesis)))
        #expect(estimate.total(of: .conclude).calls == Interval(2, 3))
        // Three judges in both orders and an audit, each perhaps twice.
        #expect(estimate.total(of: .check).calls == Interval(7, 14))
    }

    @Test func `where answers may be counted the synthesis may be spared`() {
        let estimate = Estimate(of: BudgetedRun.make(settings: Settings(synthesis: SynthesisSettings())))
        #expect(estimate.total(of: .conclude).calls.low == 0)
        #expect(estimate.total(of: .check).cost?.low == 0)
    }

    @Test func `depth adds a round, or may spare the reviews`() {
        func calls(_ depth: SynthesisSettings.Depth, _ stage: Stage) -> Interval<Int> {
            let synthesis = SynthesisSettings(depth: depth)
            return Estimate(of: BudgetedRun.make(settings: Settings(synthesis: synthesis))).total(of: stage).calls
        }
        #expect(calls(.deep, .collect) == Interval(8, 8))
        #expect(calls(.deep, .review) == Interval(4, 16))
        #expect(calls(.quick, .review).low == 0)
    }

    @Test func `the money is the tokens at their price`() throws {
        let total = Estimate(of: BudgetedRun.make()).total()
        let cost = try #require(total.cost)
        #expect(abs(cost.high - (Double(total.input.high) * 1 + Double(total.output.high) * 10) / 1e6) < 1e-9)
        #expect(cost.low > 0 && cost.low < cost.high)
    }

    @Test func `a model without a price leaves the money open and is named`() {
        let run = BudgetedRun.make(seats: ["a/one", "b/two"], prices: ["a/one": .free, "x/chair": .free])
        let estimate = Estimate(of: run)
        #expect(estimate.unpriced == ["b/two"])
        #expect(estimate.total().cost == nil)
        #expect(estimate.total(of: .conclude).cost == Interval(0, 0))
    }

    private func withFallback(_ price: Price?, hedging: Hedging? = nil) -> Run {
        var run = BudgetedRun.make(settings: Settings(hedging: hedging))
        run.fallbacks = Run.Fallbacks(seats: [["z/other"], [], [], []])
        run.prices?["z/other"] = price
        return run
    }

    private func firstCost(_ run: Run) -> Interval<Double>? { Estimate(of: run).calls.first?.cost }

    @Test func `the high end takes the dearest of a member and its fallbacks`() throws {
        let own = try #require(firstCost(BudgetedRun.make()))
        let dearer = try #require(firstCost(withFallback(Price(input: 3, output: 30))))
        #expect(dearer.low == own.low)
        #expect(abs(dearer.high - 3 * own.high) < 1e-12)
        #expect(firstCost(withFallback(Price(input: 0.1, output: 1)))?.high == own.high)
    }

    @Test func `with hedging both may have to be paid`() throws {
        let own = try #require(firstCost(BudgetedRun.make()))
        let both = try #require(firstCost(withFallback(BudgetedRun.price, hedging: Hedging())))
        #expect(abs(both.high - 2 * own.high) < 1e-12)
    }

    @Test func `a fallback without a price is named`() {
        #expect(Estimate(of: withFallback(nil)).unpriced == ["z/other"])
    }

    @Test func `images and the form of a review are counted`() {
        let image = Attachment.Image(name: "a.png", mediaType: "image/png", data: .init())
        let plain = Prompt(messages: [Prompt.Message(.user, "Hello")])
        let seen = Prompt(messages: [Prompt.Message(.user, "Hello", images: [image])])
        let formed = Prompt(
            messages: [Prompt.Message(.user, "Hello")], form: Prompt.Form(name: "review", schema: ["type": "object"]))
        #expect(TokenEstimate.tokens(of: seen).low > TokenEstimate.tokens(of: plain).low)
        #expect(formed.byteCount == plain.byteCount + 17)
    }
}
