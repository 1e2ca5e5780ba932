import CouncilKit
import Testing

@testable import council

@Suite struct TranscriptTests {
    private let script = Script()

    @Test func `the whole names everyone and everything`() {
        let text = Transcript(Outcome(script.all)).text()
        #expect(
            text.hasPrefix(
                """
                Question
                ════════

                Is P equal to NP?

                • run 20261123-k7q2mz4t, 2026-11-18T11:06:40Z, council home, seed 7
                • members: local/qwen, local/学习, local/smol
                • chairman: local/qwen

                Answers
                ═══════

                K47 · local/qwen · 3.2 s, 212 tokens
                ────────────────────────────────────

                Answer of seat 0.

                B12 · local/学习 · 3.2 s, 212 tokens
                """))
        #expect(
            text.contains(
                """
                Reviews
                ═══════

                Accuracy and insight, 1 to 10, by reviewer and answer:

                reviewer        K47  B12  T80
                K47 local/qwen  –    8/6  7/6
                B12 local/学习  8/6  –    7/6
                T80 local/smol  8/6  7/6  –

                K47 · local/qwen · 3.2 s, 212 tokens
                ────────────────────────────────────

                read in the order B12, T80; ballot: B12 > T80

                • B12 local/学习: accuracy 8, insight 6. Sound.
                • T80 local/smol: accuracy 7, insight 6. Sound.

                """))
        #expect(
            text.hasSuffix(
                """
                rank  model       label   wins    90 %  mean rank  accuracy  insight  ballots
                   1  local/qwen  K47    100 %  75–100        1.0       8.0      6.0        2
                   2  local/学习  B12     50 %   25–75        1.5       7.5      6.0        2
                   3  local/smol  T80      0 %    0–25        2.0       7.0      6.0        2

                • Declared tie: the 90 % intervals of K47 local/qwen, B12 local/学习 overlap.
                • Agreement of the reviewers: W = 1.0 (0 none, 1 complete).

                Final answer · local/qwen · 3.2 s, 212 tokens
                ═════════════════════════════════════════════

                Nobody knows.

                In all: 70 tokens read, 1484 tokens written.

                """))
    }

    @Test func `only the parts that are asked for are told`() throws {
        let parts = try Part.list("final, ANSWERS")
        #expect(parts == [.answers, .conclusion])
        let text = Transcript(Outcome(script.all), parts: parts, isWhole: false).text()
        #expect(text.hasPrefix("Answers\n") && text.contains("\nFinal answer") && !text.contains("Reviews"))
        #expect(throws: UnknownPart.self) { try Part.list("answers,finale") }
    }

    @Test func `dissent, splits and a prior are told`() {
        let rankings = [[1, 2], [0, 2], [1, 0]]
        let reviews =
            rankings.enumerated().map { script.review(by: $0, of: $1, critique: "Thin.") }
            + [script.review(by: 2, of: [0, 1], critique: "Fine.")]
        let prior = Prior(lambda: 2, strengths: [script.run.labels[0]: 0.5])
        let tally = Tally(reviews, candidates: script.run.labels, prior: prior, seed: 7)
        let text = Transcript(Outcome([.opened(script.run), .tallied(tally)]), parts: [.tally], isWhole: false).text()
        #expect(text.contains(" wins  with strength × 2.0 "))
        #expect(text.contains("they split over B12–K47 (50 % to 50 %)."))
        #expect(text.contains("• Dissent: local/smol ranked the winner last: “Thin.”"))
    }

    @Test func `a tally of an earlier version is told without what it does not hold`() throws {
        var tally = Tally([script.review(by: 0, of: [1, 2])], candidates: script.run.labels)
        (tally.lambda, tally.tie, tally.agreement, tally.dissent) = (nil, nil, nil, nil)
        let text = Transcript(Outcome([.opened(script.run), .tallied(tally)]), parts: [.tally], isWhole: false).text()
        #expect(text.contains(" wins  mean rank"))
        #expect(text.hasSuffix("0\n"))
    }

    @Test func `two answers are not ranked`() {
        var pair = Script()
        pair.seats = ["local/a", "local/b"]
        let text = Transcript(Outcome(pair.answers + pair.reviews), parts: [.tally], isWhole: false).text()
        #expect(
            text == """
                Tally
                ═════

                Two answers: each was read by one peer, so nothing compares them; scores only.

                model    label  accuracy  insight
                local/b  B12         8.0      6.0
                local/a  K47         8.0      6.0

                """)
    }

    @Test func `answers and reviews stand under the names of those who wrote them`() {
        func byFallback(_ event: CouncilEvent) -> CouncilEvent {
            switch event {
            case .answered(let call, var reply) where call.role == .member(0):
                reply.answeredBy = "z/other"
                return .answered(call, reply)
            case .reviewed(let call, let review, var reply) where call.role == .reviewer(1):
                reply.answeredBy = "z/third"
                return .reviewed(call, review, reply)
            default: return event
            }
        }
        let text = Transcript(Outcome(script.all.map(byFallback))).text()
        #expect(text.contains("\nK47 · z/other (in place of local/qwen) · 3.2 s, 212 tokens\n"))
        #expect(text.contains("\nB12 z/third     8/6  –    7/6\n"))
        #expect(text.contains("\nB12 · z/third (in place of local/学习) · 3.2 s, 212 tokens\n"))
        #expect(text.contains("• K47 z/other: accuracy 8, insight 6. Sound.\n"))
        #expect(text.contains("\n   1  z/other     K47 "))
        #expect(text.contains("the 90 % intervals of K47 z/other, B12 local/学习 overlap."))
    }

    @Test func `failures keep the provider's words and what to do`() {
        let outcome = Outcome([
            .opened(script.run), .failed(script.member(2), Script.rateLimit),
            .answered(script.member(0), Script.reply("Yes.", tokens: nil)),
        ])
        let text = Transcript(outcome, parts: [.answers]).text()
        #expect(text.contains("K47 · local/qwen · 3.2 s, ~1 token\n"))
        #expect(text.contains("Unfinished: 1 of 3 answers. `council resume 20261123-k7q2mz4t` goes on with it."))
        #expect(
            text.contains(
                "• local/smol failed: 429 \"Number of request tokens has exceeded your per-minute rate limit\" "
                    + "— Wait a minute.\n"))
    }

    @Test func `what had come of an answer that broke off is told`() {
        let call = Call(role: .member(1), model: "local/学习")
        let error = ModelError(.truncated, "local/学习: the reply broke off", partial: "The first half\nof an answer 🌌")
        let text = Transcript(Outcome([.opened(script.run), .failed(call, error)])).text()
        #expect(
            text.contains(
                """
                Unfinished text of local/学习
                ─────────────────────────────

                The first half
                of an answer 🌌
                """))
    }

    @Test func `who was cut off has not failed`() {
        let call = Call(role: .member(1), model: "local/学习")
        let error = ModelError(.cancelled, "local/学习: the council concluded before.", partial: "Half.")
        let text = Transcript(Outcome([.opened(script.run), .failed(call, error)])).text()
        #expect(text.contains("• local/学习 did not finish: the council concluded before."))
    }

    @Test func `what a fallback had written stands under its own name`() {
        let call = Call(role: .member(1), model: "local/学习")
        func broken(_ text: String) -> ModelError { ModelError(.truncated, "it broke off", partial: text) }
        let text = Transcript(
            Outcome([
                .opened(script.run), .setback(call, Setback(.fallback, asking: "z/other", after: broken("Mine."))),
                .setback(call, Setback(.fallback, asking: "z/third", after: broken("Its."))),
                .failed(call, broken("Theirs.")),
            ])
        ).markdown
        #expect(text.contains("### Unfinished text of local/学习\n\n> Mine."))
        #expect(text.contains("### Unfinished text of z/other (in place of local/学习)\n\n> Its."))
        #expect(text.contains("### Unfinished text of z/third (in place of local/学习)\n\n> Theirs."))
    }

    @Test func `an unreadable review is named, with complaint and raw text`() {
        let unreadable = ModelError(.unreadableReview, "local/smol: the review could not be read, twice: no ballot")
        let outcome = Outcome(
            script.answers + [
                .unreadable(script.reviewer(2), Script.reply("I like them all."), complaint: "no ballot"),
                .unreadable(script.reviewer(2, attempt: 2), Script.reply("Really."), complaint: "still no ballot"),
                .failed(script.reviewer(2, attempt: 2), unreadable),
            ])
        let text = Transcript(outcome, parts: [.reviews]).text()
        #expect(text.contains("T80 local/smol  !    !    –\n"))
        #expect(text.contains("local/smol · unreadable review, attempt 2\n"))
        #expect(text.contains("It did not count: no ballot\n\nI like them all.\n"))
        #expect(text.contains("• local/smol failed to review: the review could not be read, twice: no ballot\n"))
    }

    @Test(arguments: [
        (Conclusion.Source.topRanked, "Nobody could take the chair: this is the top-ranked answer, by local/学习"),
        (.actingChairman, "By local/学习, acting chairman"), (.soleAnswer, "Only local/学习 answered"),
    ])
    func `the source of the final answer is told`(source: Conclusion.Source, words: String) {
        let conclusion = Conclusion(text: "Answer.", source: source, call: script.member(1))
        let outcome = Outcome(script.answers + script.reviews + [.concluded(conclusion)])
        #expect(Transcript(outcome, parts: [.conclusion]).text().contains("\n\n" + words))
        #expect(Transcript(outcome, parts: [.conclusion]).markdown.contains("\n\n" + words.markdownInline))
    }

    @Test func `the same model in two seats is told apart`() {
        var twins = Script()
        twins.seats = ["local/a", "local/a", "local/b"]
        #expect(twins.run.name(of: 1) == "local/a (B12)")
        #expect(twins.run.name(of: 2) == "local/b")
    }

    @Test func `a reply that was cut off says so`() {
        var reply = Script.reply("Half")
        reply.stopReason = .length
        reply.reportedModel = "qwen-2.5-0.5b"
        let outcome = Outcome([.opened(script.run), .answered(script.member(0), reply)])
        #expect(
            Transcript(outcome).text()
                .contains("cut off at its token limit; the provider names the model qwen-2.5-0.5b\n\nHalf"))
    }

    @Test func `nothing known is nothing told`() {
        #expect(Transcript(Outcome()).text().isEmpty)
        #expect(Transcript(Outcome([.opened(script.run)]), parts: [.tally, .reviews], isWhole: false).text().isEmpty)
    }
}
