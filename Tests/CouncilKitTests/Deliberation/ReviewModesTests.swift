import CouncilTestKit
import Testing

@testable import CouncilKit

struct ReviewModesTests {
    /// A reviewer that ranks by the number at the end of an answer, or always prefers what it reads first.
    private static func model(_ name: String, answer: String, followsOrder: Bool = false) -> ScriptedModel {
        ScriptedModel.member(name, answer: answer) { one, other in !followsOrder && one.last ?? "0" > other.last ?? "0"
        }
    }

    private func council(_ review: ReviewSettings, models: [ScriptedModel]) -> Council {
        Council(
            members: models.map { Member($0) }, chairman: Member(models[0]), settings: Settings(review: review).plain)
    }

    private var models: [ScriptedModel] {
        ["a/one", "b/two", "c/three", "d/four"].enumerated().map { Self.model($1, answer: "Answer \($0)") }
    }

    private func outcome(_ review: ReviewSettings, models: [ScriptedModel]) async throws -> Outcome {
        try await council(review, models: models).deliberate(on: Inquiry("Why?", seed: 5)).outcome
    }

    @Test func `with two passes every reviewer reads the reversed order as well`() async throws {
        let models = models
        _ = try await outcome(ReviewSettings(passes: 2), models: models)
        for model in models {
            let orders = model.prompts.compactMap { prompt -> [Label]? in
                if case .review(let answers) = StageOfPrompt(prompt) { answers.map(\.label) } else { nil }
            }
            #expect(orders.count == 2 && orders[0] == orders[1].reversed())
        }
    }

    @Test func `two passes that agree give the ballot of either`() async throws {
        let outcome = try await outcome(ReviewSettings(passes: 2), models: models)
        let once = try await self.outcome(ReviewSettings(), models: models)
        #expect(outcome.reviews.mapValues(\.ballot) == once.reviews.mapValues(\.ballot))
        #expect(outcome.reviews[0]?.consistency == Review.Consistency(pairs: 3, contradictions: 0, firstPreferred: 0))
        #expect(outcome.tally?.standings.map(\.winShare) == once.tally?.standings.map(\.winShare))
    }

    private func review(_ ranking: [String], accuracy: Int = 5) -> Review {
        Review(
            reviewer: 0, order: ["A1", "B2", "C3"].map { Label($0) },
            assessments: [Review.Assessment(label: Label("A1"), accuracy: accuracy, insight: 5, critique: "Hm.")],
            ballot: Ballot(ranking: ranking.map { [Label($0)] }))
    }

    @Test func `a contradiction between the passes is a tie and the reviewer's inconsistency`() throws {
        let merged = try #require(Review(passes: [review(["A1", "B2", "C3"]), review(["B2", "A1", "C3"])]))
        #expect(merged.ballot.description == "A1 = B2 > C3")
        #expect(merged.consistency == Review.Consistency(pairs: 3, contradictions: 1, firstPreferred: 1))
    }

    @Test func `scores of two passes are averaged`() throws {
        let merged = Review(passes: [review(["A1"], accuracy: 7), review(["A1"], accuracy: 8)])
        #expect(merged?.assessments.map(\.accuracy) == [7.5])
    }

    @Test func `a pass that is missing leaves the other one as it is`() throws {
        #expect(Review(passes: [review(["C3", "A1"])]) == review(["C3", "A1"]))
    }

    @Test(arguments: [ReviewSettings.Mode.pairwise, .logprobs])
    func `pairs are compared in both orders and ranked`(mode: ReviewSettings.Mode) async throws {
        let outcome = try await outcome(ReviewSettings(mode: mode), models: models)
        for seat in 0..<4 {
            let review = try #require(outcome.reviews[seat])
            #expect(review.consistency?.pairs == 3)
            #expect(review.basis == "letter")
            let seats = review.ballot.ranking.flatMap { $0 }.compactMap { outcome.run?.seat(of: $0) }
            #expect(seats == seats.sorted(by: >) && seats.count == 3)
        }
        #expect(outcome.tally?.standings.first.flatMap { outcome.run?.seat(of: $0.label) } == 3)
    }

    /// A reviewer whose words about a pair name nothing, again and again or until it is told so.
    private func mumbling(_ seat: Int, isCured: Bool) -> ScriptedModel {
        ScriptedModel("m/\(seat)") { prompt in
            guard prompt.messages.contains(where: { $0.text.contains("You are a reviewer.") }) else {
                return .text("Answer \(seat)")
            }
            let isAgain = prompt.messages.last?.text.contains("names neither answer") == true
            guard isCured, isAgain, case .review(let answers) = StageOfPrompt(prompt) else { return .text("Hm.") }
            return .text("{\"better\": \"\(answers.map(\.label.rawValue).max() ?? "")\"}")
        }
    }

    @Test func `a verdict that cannot be read is asked for once more with the complaint`() async throws {
        let models = (0..<3).map { mumbling($0, isCured: true) }
        let outcome = try await outcome(
            ReviewSettings(mode: .pairwise, critiques: false), models: models)
        #expect(outcome.unreadable.count == 6 && outcome.unreadable.allSatisfy { $0.reply.text == "Hm." })
        #expect(outcome.reviews.count == 3)
    }

    @Test func `a verdict that cannot be read twice does not count`() async throws {
        let models = (0..<3).map { mumbling($0, isCured: false) }
        let outcome = try await outcome(
            ReviewSettings(mode: .pairwise, critiques: false), models: models)
        #expect(outcome.unreadable.count == 12)
        #expect(outcome.reviews.isEmpty)
    }

    @Test func `a reviewer that follows the order alone has no say`() async throws {
        let models = (0..<3).map { seat in
            ScriptedModel("m/\(seat)") { prompt in
                guard case .review(let answers) = StageOfPrompt(prompt) else { return .text("Answer \(seat)") }
                return .text("{\"better\": \"\(answers[0].label)\"}")
            }
        }
        let outcome = try await outcome(ReviewSettings(mode: .pairwise), models: models)
        #expect(outcome.reviews[0]?.ballot.ranking.count == 1)
        #expect(outcome.reviews[0]?.consistency == Review.Consistency(pairs: 1, contradictions: 1, firstPreferred: 1))
    }

    @Test(arguments: [ReviewSettings.Mode.pairwise, .logprobs])
    func `who compares pairs also scores and criticises every answer it reads`(mode: ReviewSettings.Mode) async throws {
        let outcome = try await outcome(ReviewSettings(mode: mode), models: models)
        for review in outcome.reviews.values {
            #expect(review.assessments.map(\.label) == review.order)
            #expect(review.assessments.allSatisfy { $0.accuracy == 7 && $0.insight == 6 && $0.critique == "Sound." })
        }
    }

    @Test func `where pairs are compared scores decide nothing`() async throws {
        let with = try await outcome(ReviewSettings(mode: .pairwise), models: models)
        let without = try await outcome(ReviewSettings(mode: .pairwise, critiques: false), models: models)
        #expect(with.tally?.standings.map(\.score) == without.tally?.standings.map(\.score))
        #expect(with.tally?.standings.map(\.interval) == without.tally?.standings.map(\.interval))
    }

    @Test(arguments: [true, false])
    func `two answers are reviewed though there is no pair to compare`(critiques: Bool) async throws {
        let settings = ReviewSettings(mode: .logprobs, critiques: critiques)
        let outcome = try await outcome(settings, models: Array(models.prefix(2)))
        #expect(outcome.reviews.mapValues { $0.assessments.map(\.critique) } == [0: ["Sound."], 1: ["Sound."]])
        #expect(outcome.tally?.isRanked == false)
    }

    @Test func `words about an answer are no verdict`() {
        let form = PreferenceForm([Label("R85"), Label("J91")], isLetter: false)
        #expect(form.read(Reply(text: "R85 is clearly wrong; the other answer is better.")) == nil)
    }

    @Test func `probabilities of letters are averaged over both orders`() throws {
        let labels = [Label("K47"), Label("B12")]
        func reply(_ first: Double, _ second: Double) -> Reply {
            Reply(
                text: "A",
                topTokens: [
                    Reply.TokenProbability(token: "A", probability: first),
                    Reply.TokenProbability(token: " B", probability: second),
                ])
        }
        let forward = try #require(PreferenceForm(labels, isLetter: true).read(reply(0.6, 0.2)))
        let backward = try #require(PreferenceForm(labels.reversed(), isLetter: true).read(reply(0.45, 0.45)))
        #expect(forward.share == 0.75 && forward.basis == .logprobs)
        let review = Review(reviewer: 0, order: labels, preferences: [forward, backward])
        #expect(review.comparisons == [Review.Comparison(first: labels[0], second: labels[1], share: 0.625)])
    }

    @Test func `a letter without probabilities counts as written`() {
        let form = PreferenceForm([Label("K47"), Label("B12")], isLetter: true)
        #expect(form.read(Reply(text: " B."))?.share == 0)
        #expect(form.read(Reply(text: "Better")) == nil)
    }

    @Test func `two reviewers rank every answer without reading their own`() async throws {
        let settings = ReviewSettings(mode: .pairwise, reviewers: ["b/two", "c/three"])
        let outcome = try await outcome(settings, models: models)
        let run = try #require(outcome.run)
        #expect(outcome.reviewingSeats == [1, 2])
        #expect(outcome.reviews.allSatisfy { seat, review in !review.order.contains(run.labels[seat]) })
        #expect(outcome.tally?.standings.compactMap { run.seat(of: $0.label) } == [3, 2, 1, 0])
    }

    @Test func `where one reviewer alone would be left everybody reviews`() async throws {
        let outcome = try await outcome(ReviewSettings(mode: .pairwise, reviewers: ["b/two"]), models: models)
        #expect(outcome.reviewingSeats == [0, 1, 2, 3])
    }

    @Test func `pairs of many answers are bounded`() {
        let plan = ReviewPlan(order: Array(0..<20), settings: ReviewSettings(mode: .pairwise, critiques: false))
        #expect(plan.items.count == 20 * 3 * 2)
    }

    @Test(arguments: [ReviewSettings(passes: 2), ReviewSettings(mode: .pairwise), ReviewSettings(mode: .logprobs)])
    func `a run cut off anywhere in the reviews goes on without repeating a call`(review: ReviewSettings) async throws {
        let store = InMemoryStore()
        let whole = try await council(review, models: models).deliberate(on: Inquiry("Why?", seed: 5), store: store)
            .outcome
        let run = try #require(whole.run)
        let events = await store.events(of: run.id, after: 0)
        for length in 5..<events.count {
            let copy = InMemoryStore()
            try await copy.append(Array(events.prefix(length)), to: run.id, after: 0)
            let known = Outcome(events.prefix(length))
            let models = models
            let outcome = try await council(review, models: models).resume(run.id, in: copy).outcome
            let calls = models.reduce(0) { $0 + $1.prompts.count }
            let done = known.answers.count + known.reviewCalls.count + known.unreadable.count
            #expect(calls == 4 + whole.reviewCalls.count + whole.unreadable.count + 1 - done)
            #expect(outcome.reviews == whole.reviews && outcome.tally == whole.tally)
        }
    }
}
