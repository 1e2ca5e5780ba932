import CouncilKit
import Testing

@testable import council

/// How runs end that do not go as planned.
@Suite struct LiveViewEndingTests {
    private let script = Script()

    /// What the screen shows below the reviews.
    private func ending(
        _ events: [CouncilEvent], _ presentation: Presentation = Presentation(), after known: [CouncilEvent]? = nil
    ) async throws -> (FakeConsole, [String]) {
        let fake = FakeConsole(columns: 100, height: 40, isColoured: false)
        let known = known ?? script.answers + script.reviews
        let view = presentation.view(after: Outcome(known), on: fake.console, environment: fake.environment)
        try await fake.show(events, in: view)
        try await view.finish()
        #expect(fake.screen.unknown.isEmpty)
        return (fake, fake.screen.lines)
    }

    @Test func `a chairman that breaks off is followed by another, and the answer starts again`() async throws {
        let acting = script.acting(1)
        let error = ModelError(.truncated, "local/qwen: the stream broke off", suggestion: "Try again.")
        let (fake, lines) = try await ending([
            .started(script.chair), .piece(.chairman, .text("\nHalf an ")), .piece(.chairman, .text("ans")),
            .failed(script.chair, error), .started(acting), .piece(.chairman, .text("All of it.")),
            .concluded(
                Conclusion(text: "All of it.", source: .actingChairman, call: acting, reply: Script.reply("All of it."))
            ),
        ])
        let start = try #require(lines.firstIndex(of: "Half an ans"))
        #expect(
            lines[start...].prefix(8) == [
                "Half an ans", "", "local/qwen broke off: the stream broke off", "  Try again.", "",
                "local/学习 takes the chair and starts the answer again:", "", "All of it.",
            ])
        #expect(fake.output == "Half an ans\nAll of it.\n")
    }

    @Test func `a chairman that fails before a word is named with its successor`() async throws {
        let acting = script.acting(1)
        let (_, lines) = try await ending([
            .started(script.chair), .failed(script.chair, Script.rateLimit), .started(acting),
            .piece(.chairman, .text("Answer.")),
            .concluded(Conclusion(text: "Answer.", source: .actingChairman, call: acting)),
        ])
        #expect(lines.contains { $0.hasPrefix("local/qwen failed in the chair: ") })
        let start = try #require(lines.firstIndex(of: "local/学习 takes the chair:"))
        #expect(lines[start...].prefix(3) == ["local/学习 takes the chair:", "", "Answer."])
    }

    @Test func `if nobody can take the chair, the top-ranked answer is labelled as such`() async throws {
        let (fake, lines) = try await ending([
            .started(script.chair), .failed(script.chair, Script.rateLimit),
            .started(script.acting(0)), .failed(script.acting(0), Script.rateLimit),
            .concluded(Conclusion(text: "Answer of seat 0.", source: .topRanked, call: script.member(0))),
        ])
        let note = "Nobody could take the chair: this is the top-ranked answer, by local/qwen, unchanged."
        let start = try #require(lines.firstIndex(of: note))
        #expect(lines[start...].prefix(3) == [note[...].description, "", "Answer of seat 0."])
        #expect(fake.output == "Answer of seat 0.\n")
    }

    @Test func `with one answer there was nothing to rank, and that is said`() async throws {
        let events: [CouncilEvent] = [
            .opened(script.run), .failed(script.member(0), Script.rateLimit),
            .failed(script.member(1), Script.rateLimit),
            .answered(script.member(2), Script.reply("Alone.")),
            .concluded(Conclusion(text: "Alone.", source: .soleAnswer, call: script.member(2))),
        ]
        let (_, lines) = try await ending(events, after: [])
        #expect(lines.contains { $0.hasPrefix("Only local/smol answered, so there was nothing to review or to rank") })
        #expect(lines.suffix(2) == ["One answer: there was nothing to rank.", ""])
    }

    @Test func `with none, every reason is told in full`() async throws {
        let long = ModelError(
            .server, "local/qwen: 500 " + String(repeating: "very long words ", count: 10) + "end",
            suggestion: "Ask the provider.")
        let events: [CouncilEvent] = [
            .opened(script.run), .failed(script.member(0), long), .failed(script.member(1), Script.rateLimit),
            .failed(script.member(2), Script.rateLimit), .unanswered,
        ]
        let (fake, lines) = try await ending(events, after: [])
        #expect(fake.error.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains("long words end Ask"))
        #expect(lines.contains("  Ask the provider."))
        #expect(lines.filter { $0 == "  Wait a minute." }.count == 2)
        #expect(
            lines.suffix(3) == [
                "No member answered.", "When the reasons are mended: council resume \(script.run.id)", "",
            ])
        #expect(fake.output.isEmpty)
    }

    @Test func `a resumed run shows what was there before`() async throws {
        let events = [CouncilEvent.resumed(Resumption(date: script.run.date))] + script.conclusion
        let (_, lines) = try await ending(events)
        #expect(lines.first == "run 20261123-k7q2mz4t, resumed")
        #expect(lines.contains("B12 local/学习   8/6     –   7/6"))
        #expect(lines.contains("Nobody knows."))
    }

    @Test func `a run that was over already shows its answer once`() async throws {
        let (fake, _) = try await ending([], after: script.all)
        #expect(fake.output == "Nobody knows.\n")
    }

    @Test func `an answer that comes in one part is shown whole`() async throws {
        let (fake, _) = try await ending([
            .started(script.chair), .concluded(Conclusion(text: "  Whole.\n", source: .chairman, call: script.chair)),
        ])
        #expect(fake.output == "Whole.\n")
    }

    @Test(arguments: [true, false])
    func `a final answer that was cut off says so once, streamed or not`(isStreamed: Bool) async throws {
        var reply = Script.reply("Nobody kn")
        reply.stopReason = .length
        let pieces = isStreamed ? [CouncilEvent.piece(.chairman, .text("Nobody kn"))] : []
        let (fake, lines) = try await ending(
            [.started(script.chair)] + pieces
                + [.concluded(Conclusion(text: "Nobody kn", source: .chairman, call: script.chair, reply: reply))])
        #expect(fake.output == "Nobody kn\n")
        #expect(lines.count { $0.contains("The final answer may be incomplete: cut off at its token limit") } == 1)
    }

    @Test func `parts that were asked for follow on standard output`() async throws {
        let (fake, _) = try await ending(script.conclusion, Presentation(parts: [.answers]))
        #expect(fake.output.hasPrefix("\nAnswers\n═══════\n"))
        #expect(!fake.output.contains("Nobody knows."))
    }

    @Test func `reasoning is shown only when asked for`() async throws {
        let events: [CouncilEvent] = [
            .opened(script.run), .started(script.member(0)), .piece(.member(0), .reasoning("first\nsec")),
            .piece(.member(0), .reasoning("ond")), .piece(.member(0), .text("Answer")),
        ]
        let (_, silent) = try await ending(events, after: [])
        #expect(!silent.contains { $0.contains("thinks") })
        let (_, lines) = try await ending(events, Presentation(showsReasoning: true), after: [])
        #expect(lines[1...2] == ["local/qwen thinks: first", "local/qwen thinks: second"])
        #expect(lines[3].hasPrefix("K47 local/qwen"))
    }
}
