import CouncilKit
import Testing

@testable import council

@Suite struct SynthesisTranscriptTests {
    private let script = Script()

    private func text(_ events: [CouncilEvent], _ parts: [Part]) -> String {
        Transcript(Outcome(script.answers + script.reviews + events), parts: parts, isWhole: false).text()
    }

    @Test func `the analysis names the members behind the labels`() {
        #expect(
            text([script.analysed], [.analysis]) == """
                Analysis · local/qwen · 3.2 s, 212 tokens
                ═════════════════════════════════════════

                Consensus
                ─────────

                • It is open. — K47 local/qwen, B12 local/学习

                Only one member says
                ────────────────────

                • There is a prize. — T80 local/smol

                Blind spots
                ───────────

                • Nobody says why it matters.

                """)
    }

    @Test func `a comparison is told with every verdict, and a draft that lost is kept`() {
        #expect(
            text(script.lostComparison, [.comparison, .conclusion]) == """
                Do no harm
                ══════════

                The draft and the best single answer, K47 by local/qwen, compared blind by members, each in both orders:

                • local/学习: K47 (“It is right.”); the other way round: K47 (“It is right.”)
                • local/smol: the draft; the other way round: K47; a contradiction, which counts as a tie

                1 undecided, 1 for K47 by local/qwen: the draft lost, so that answer is returned.

                The draft that lost · local/qwen · 3.2 s, 212 tokens
                ────────────────────────────────────────────────────

                Everybody knows.

                Final answer · local/qwen
                ═════════════════════════

                The draft of local/qwen was worse than the best single answer in a blind comparison: this is that answer, by \
                local/qwen, unchanged.

                Answer of seat 0.

                """)
    }

    @Test func `dropped points are listed with their members`() {
        let audit = Audit(dropped: [script.points[1]], total: 2)
        let call = Call(role: .auditor, model: "local/学习", actingSeat: 1)
        #expect(
            text([script.analysed, .audited(call, audit, Script.reply("{}"))], [.dropped]) == """
                Dropped points · local/学习 · 3.2 s, 212 tokens
                ═══════════════════════════════════════════════

                1 of 2 points of the analysis are not in the final answer:

                • There is a prize. — T80 local/smol

                """)
    }

    @Test func `a vote is told with who gave which answer`() throws {
        let replies = ["ANSWER: 3", "ANSWER: 4", "ANSWER: 3"].map { Script.reply($0) }
        let vote = try #require(
            AnswerVote(
                on: Dictionary(uniqueKeysWithValues: replies.enumerated().map { ($0.offset, $0.element) }),
                order: [0, 1, 2], type: .number, threshold: 2))
        let conclusion = Conclusion(text: "3", source: .vote, call: script.member(0))
        #expect(
            text([.voted(vote), .concluded(conclusion)], [.vote, .conclusion]) == """
                Vote
                ════

                2 of 3 members gave “3”: more than any other answer.

                answer  votes  members, the strongest first
                3           2  local/qwen, local/smol
                4           1  local/学习

                Final answer · local/qwen
                ═════════════════════════

                By vote: 2 of 3 members gave “3”: more than any other answer. In the words of local/qwen.

                3

                """)
    }

    @Test func `what was skipped is told with what it saved`() {
        let decision = DepthDecision(
            .quick, .strongestAgree, skippedCalls: Interval(3, 6), savedCost: Interval(0.01, 0.05))
        #expect(
            text([.deepened(decision)], [.depth]).hasSuffix(
                """
                Quick: the two strongest members, local/qwen and local/学习, gave the same answer, and it can be checked. \
                Skipped: the reviews, 3 to 6 calls, $0.0100 to $0.0500.

                """))
    }

    @Test func `a second round shows who revised, with the first answers`() {
        let reviser = Call(role: .reviser(1), model: script.seats[1])
        let told = text(
            [
                .deepened(DepthDecision(.deep, .asked)), .revised(reviser, Script.reply("Better.")),
                .reopened(seats: [1]),
            ], [.depth, .answers])
        #expect(told.contains("Revised after the others' answers and critiques: local/学习."))
        #expect(told.contains("\n\nAnswer of seat 1.\n"))
        #expect(told.contains("The first tally\n"))
        #expect(told.contains("\n\nBetter.\n"))
    }

    @Test func `the cost of the checks is a column of its own`() throws {
        var events = script.answers + script.reviews + script.lostComparison
        if case .opened(var run) = events[0] {
            run.prices = Dictionary(uniqueKeysWithValues: Set(run.seats).map { ($0, Price(input: 10, output: 100)) })
            events[0] = .opened(run)
        }
        let outcome = Outcome(events)
        #expect(outcome.costLine?.contains(", checks of the final answer $0.") == true)
        let table = Transcript(outcome).text()
        #expect(table.contains("answer  reviews  final answer   checks"), "\(table)")
    }
}

extension Script {
    var points: [Analysis.Point] {
        [
            Analysis.Point(kind: .consensus, text: "It is open.", labels: [run.labels[0], run.labels[1]]),
            Analysis.Point(kind: .unique, text: "There is a prize.", labels: [run.labels[2]]),
            Analysis.Point(kind: .blindSpot, text: "Nobody says why it matters.", labels: []),
        ]
    }

    var analysed: CouncilEvent {
        .analysed(Call(role: .analyst, model: chairman), Analysis(points: points), Self.reply("{}"))
    }

    /// A draft that loses against the answer of the first seat.
    var lostComparison: [CouncilEvent] {
        func call(_ seat: Int, _ isSwapped: Bool) -> Call {
            Call(role: .comparer(seat, isSwapped: isSwapped), model: seats[seat])
        }
        let verdicts = [
            Comparison.Verdict(
                seat: 1, original: Preference(.second, reason: "It is right."),
                swapped: Preference(.second, reason: "It is right.")),
            Comparison.Verdict(seat: 2, original: Preference(.first), swapped: Preference(.second)),
        ]
        let compared = verdicts.flatMap { verdict -> [CouncilEvent] in
            [(verdict.original, false), (verdict.swapped, true)].flatMap { preference, isSwapped -> [CouncilEvent] in
                let call = call(verdict.seat, isSwapped)
                return [.started(call)] + (preference.map { [.compared(call, $0, Self.reply("{}"))] } ?? [])
            }
        }
        return [
            .started(chair), .piece(.chairman, .text("Everybody ")), .piece(.chairman, .text("knows.")),
            .drafted(chair, Self.reply("Everybody knows.")),
        ] + compared + [
            .weighed(Comparison(purpose: .doNoHarm, first: nil, second: run.labels[0], verdicts: verdicts)),
            .concluded(Conclusion(text: "Answer of seat 0.", source: .bestAnswer, call: member(0))),
        ]
    }
}
