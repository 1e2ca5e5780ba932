import CouncilKit
import Testing

@testable import council

/// The whole screen after a run, in windows of usual and of small width.
@Suite struct NarrowScreenTests {
    private static let widths = [40, 60, 80]

    private var script: Script {
        Script(
            seats: ["local/qwen2.5-coder-1.5b", "openrouter/anthropic/claude-sonnet-5", "ollama/千问-学习模型-1.5b"],
            chairman: "local/qwen2.5-coder-1.5b")
    }

    /// A run with everything in it that makes lines long.
    private var events: [CouncilEvent] {
        var run = script.run
        run.council = "a council of the house 🏠"
        run.strengths = KnownStrengths(lambda: 0.2, models: [script.seats[0]: 0.1])
        let reviews = (0..<3).map { seat in
            script.review(by: seat, of: (0..<3).filter { $0 != seat }.reversed(), critique: "它说得不对，也没有说明理由。")
        }
        let tally = Tally(reviews, candidates: run.labels, prior: run.prior)
        let failure = ModelError(
            .unreadableReview, "\(script.seats[2]): the review names no answer, and it was asked twice",
            suggestion: "Seat a larger model, or let only the others review.")
        return [.opened(run)] + script.answers.dropFirst()
            + reviews.map { .reviewed(script.reviewer($0.reviewer), $0, Script.reply("{}")) }
            + [
                .failed(script.reviewer(2), failure), .tallied(tally), .started(script.chair),
                .failed(script.chair, Script.rateLimit), .started(script.acting(1)),
                .concluded(
                    Conclusion(
                        text: "没有人知道。 👩‍👩‍👧‍👦", source: .actingChairman, call: script.acting(1),
                        reply: Script.reply("没有人知道。 👩‍👩‍👧‍👦"))),
            ]
    }

    private func screen(columns: Int) async throws -> Screen {
        let fake = FakeConsole(columns: columns, height: 40, isColoured: false)
        let view = Presentation().view(on: fake.console, environment: fake.environment)
        try await fake.show(events, in: view)
        try await view.finish()
        return fake.screen
    }

    @Test(arguments: widths) func `no line of the whole screen wraps`(columns: Int) async throws {
        let screen = try await screen(columns: columns)
        #expect(screen.wraps == 0, "\(screen.text)")
    }

    @Test(arguments: widths) func `every figure of the tally is on the screen`(columns: Int) async throws {
        let lines = try await screen(columns: columns).lines
        let tally = lines[try #require(lines.firstIndex(of: "Tally"))...].joined(separator: "\n")
        let headings = ["rank", "model", "label", "wins", "strength × 0.2", "90 %", "mean rank", "accuracy", "ballots"]
        for heading in headings { #expect(tally.contains(heading), "\(tally)") }
    }

    @Test func `a table that is too wide is told in several, each with its key`() async throws {
        let lines = try await screen(columns: 80).lines
        let start = try #require(lines.firstIndex(of: "Tally"))
        #expect(
            lines[(start + 3)...].prefix(9) == [
                "rank  model                                 label   wins  with strength × 0.2",
                "   1  ollama/千问-学习模型-1.5b             T80    100 %                100 %",
                "   2  openrouter/anthropic/claude-sonnet-5  B12     50 %                 50 %",
                "   3  local/qwen2.5-coder-1.5b              K47      0 %                  2 %",
                "",
                "label    90 %  mean rank  accuracy  insight  ballots",
                "T80    75–100        1.0       8.0      6.0        2",
                "B12     25–75        1.5       7.5      6.0        2",
                "K47      2–27        2.0       7.0      6.0        2",
            ])
    }

    @Test(arguments: widths) func `no line of the live picture wraps`(columns: Int) async throws {
        let fake = FakeConsole(columns: columns, height: 24)
        let view = Presentation(showsReasoning: true).view(on: fake.console, environment: fake.environment)
        try await fake.show(
            script.answers.prefix(4) + [
                .piece(.member(0), .reasoning("我先想一想 what the question is about, and then what to say of it\n")),
                .piece(.member(1), .text("中文")), .piece(.member(0), .text("word")),
                .setback(script.member(2), Setback(.retry, asking: script.seats[2], after: Script.rateLimit, delay: 2)),
            ], in: view)
        #expect(fake.screen.wraps == 0, "\(fake.screen.text)")
        #expect(fake.screen.text.contains("tokens/s") == (columns > 40), "\(fake.screen.text)")
    }
}
