import CouncilKit
import CouncilTestKit
import Testing

struct DepthTests {
    /// Members with given answers; those that follow the first two judge as told.
    private func run(
        _ answers: [String], depth: SynthesisSettings.Depth,
        judge: (@Sendable (String, String) -> Bool)? = nil,
        reviews: (@Sendable (Int, String, String) -> Bool)? = nil,
        revise: @escaping @Sendable (Int, String) -> String = { $1 }
    ) async throws -> (outcome: Outcome, models: [ScriptedModel]) {
        let models = answers.enumerated().map { seat, answer in
            ScriptedModel("m/\(seat)") { prompt in
                switch StageOfPrompt(prompt) {
                case .answer: return .text(answer)
                case .review(let shown):
                    return .text(
                        ScriptedModel.reviewText(of: shown) { reviews?(seat, $0, $1) ?? ($0 < $1) })
                case .conclusion: return .text("The draft.")
                case .synthesis(.revision(let own, _)): return .text(revise(seat, own))
                case .synthesis(let task): return .text(ScriptedModel.synthesisText(for: task, prefers: judge))
                }
            }
        }
        let settings = Settings(synthesis: SynthesisSettings(depth: depth))
        let council = Council(
            members: models.map { Member($0) }, chairman: Member(models[0]), settings: settings,
            prices: PriceTable(["*": Price(input: 1, output: 10)]))
        return (try await council.deliberate(on: Inquiry("Why?", seed: 3)).outcome, models)
    }

    private let prose = ["Alpha says a lot about it.", "Beta says a lot about it.", "Gamma says a lot about it."]

    @Test func `quick stops when the two strongest agree, and says what that saved`() async throws {
        let (outcome, models) = try await run(["ANSWER: 3", "ANSWER: 3", "ANSWER: 4"], depth: .quick)
        #expect(outcome.depth?.reason == .strongestAgree)
        #expect(outcome.conclusion?.source == .vote)
        #expect(models.map(\.prompts.count) == [1, 1, 1])
        // Three reviews, each perhaps twice; a vote would have followed them.
        #expect(outcome.depth?.skippedCalls == Interval(3, 6))
        #expect(outcome.depth?.savedCost.map { $0.high > $0.low } == true)
    }

    @Test func `quick stops when a judge stands by a clear verdict`() async throws {
        let (outcome, models) = try await run(prose, depth: .quick) { first, second in
            first.contains("Beta") && !second.contains("Beta")
        }
        #expect(outcome.depth?.reason == .clearMargin)
        #expect(outcome.conclusion?.source == .bestAnswer)
        #expect(outcome.conclusion?.text == prose[1])
        #expect(models.map(\.prompts.count) == [1, 1, 3])
        // Three reviews, analysis, draft, two judges in both orders, audit.
        #expect(outcome.depth?.skippedCalls?.low == 3 + 1 + 1 + 4 + 1)
    }

    @Test func `quick goes on when no judge stands by its verdict`() async throws {
        let (outcome, _) = try await run(prose, depth: .quick)
        #expect(outcome.depth == DepthDecision(.standard, .noEarlyStop))
        #expect(outcome.tally?.ballots == 3)
        #expect(outcome.comparisons.keys.count == 2)
    }

    @Test func `quick asks the next judge only if the one before decides nothing`() async throws {
        let (outcome, models) = try await run(prose + ["Delta says a lot about it."], depth: .quick) { first, second in
            first.contains("Alpha") && !second.contains("Alpha")
        }
        #expect(outcome.comparisons[.earlyStop]?.verdicts.map(\.seat) == [2])
        #expect(models[3].prompts.count == 1)
    }

    @Test func `deep has every member revise once, and the revised answers are reviewed`() async throws {
        let (outcome, models) = try await run(prose, depth: .deep, revise: { _, own in "\(own) Revised." })
        #expect(outcome.answers.values.allSatisfy { $0.text.hasSuffix(" Revised.") })
        #expect(outcome.reviews.count == 3)
        #expect(outcome.earlier.first?.reviews.count == 3)
        #expect(outcome.earlier.first?.answers[0]?.text == prose[0])
        for model in models {
            let reviewed = model.prompts.map { StageOfPrompt($0) }.compactMap { stage -> [BlindAnswer]? in
                if case .review(let answers) = stage { answers } else { nil }
            }
            #expect(reviewed.count == 2)
            #expect(reviewed.last?.allSatisfy { $0.text.hasSuffix(" Revised.") } == true)
        }
    }

    @Test(arguments: [
        (Reply.StopReason.length, ModelError.Code.incomplete), (.refused, .refused), (.filtered, .filtered),
    ])
    func `a revision that was cut off or withheld does not take the place of a whole answer`(
        _ stop: Reply.StopReason, _ code: ModelError.Code
    ) async throws {
        let usage = Usage(input: 1000, output: 100)
        let models = ["m/0", "m/1", "m/2"].map { name in
            ScriptedModel(name) { prompt in
                switch StageOfPrompt(prompt) {
                case .answer: return .text("\(name) says a lot about it.")
                case .review(let shown): return .text(ScriptedModel.reviewText(of: shown))
                case .conclusion: return .text("The draft.")
                case .synthesis(.revision(let own, _)):
                    return .pieces(
                        [.text("\(own.prefix(6))")], usage: usage, stopReason: name == "m/0" ? stop : .finished)
                case .synthesis(let task): return .text(ScriptedModel.synthesisText(for: task))
                }
            }
        }
        let outcome = try await Council(
            members: models.map { Member($0) }, chairman: Member(models[0]),
            settings: Settings(synthesis: SynthesisSettings(depth: .deep))
        ).deliberate(on: "Why?").outcome
        #expect(outcome.answers[0]?.text == "m/0 says a lot about it.")
        #expect(outcome.answers[1]?.text == "m/1 sa")
        let error = outcome.failure(of: .reviser(0))
        #expect(error?.code == code)
        #expect(error?.billing?.usage == usage)
    }

    @Test func `if nobody changes its answer the reviews stand`() async throws {
        let (outcome, _) = try await run(prose, depth: .deep)
        #expect(outcome.revisions.count == 3)
        #expect(outcome.earlier.isEmpty)
        #expect(outcome.conclusion?.source == .chairman)
    }

    @Test func `who revises reads neither its label nor those of the run`() async throws {
        let (outcome, models) = try await run(prose, depth: .deep)
        for (seat, model) in models.enumerated() {
            let prompt = try #require(
                model.prompts.first { if case .synthesis(.revision) = StageOfPrompt($0) { true } else { false } })
            guard case .synthesis(.revision(let own, let others)) = StageOfPrompt(prompt) else { return }
            #expect(own == prose[seat])
            #expect(Set(others.map(\.text)) == Set(prose.filter { $0 != own }))
            for label in outcome.run?.labels ?? [] { #expect(!prompt.messages[0].text.contains(label.rawValue)) }
        }
    }

    @Test func `revised answers that can be counted need no second review`() async throws {
        let (outcome, _) = try await run(
            ["ANSWER: 1", "ANSWER: 2", "ANSWER: 3"], depth: .deep, revise: { _, _ in "ANSWER: 2" })
        #expect(outcome.conclusion?.source == .vote)
        #expect(outcome.vote?.answer == "2")
        #expect(outcome.reviews.isEmpty)
    }

    @Test func `auto goes deep when the reviewers disagree`() async throws {
        let (outcome, _) = try await run(
            prose + ["Delta says a lot about it."], depth: .automatic,
            reviews: { seat, first, second in seat.isMultiple(of: 2) ? first < second : first > second })
        #expect(outcome.depth == DepthDecision(.deep, .disagreement))
    }

    @Test func `auto is standard when they agree`() async throws {
        let (outcome, _) = try await run(prose + ["Delta says a lot about it."], depth: .automatic)
        #expect(outcome.depth == DepthDecision(.standard, .agreement))
        #expect(outcome.revisions.isEmpty)
    }

    @Test func `auto is quick when the two strongest agree on an answer that can be checked`() async throws {
        let (outcome, _) = try await run(["ANSWER: 3", "ANSWER: 3", "ANSWER: 4"], depth: .automatic)
        #expect(outcome.depth?.depth == .quick)
        #expect(outcome.reviews.isEmpty)
    }
}
