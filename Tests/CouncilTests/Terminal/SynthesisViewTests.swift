import CouncilKit
import Testing

@testable import council

/// What is shown while a draft is looked at.
@Suite struct SynthesisViewTests {
    private let script = Script()

    private func shown(_ events: [CouncilEvent], isTerminal: Bool) async throws -> FakeConsole {
        let fake = FakeConsole(columns: 120, height: 60, isTerminal: isTerminal, isColoured: false)
        let view = Presentation().view(on: fake.console, environment: fake.environment)
        try await fake.show(script.answers + script.reviews + events, in: view)
        try await view.finish()
        return fake
    }

    @Test func `a person sees the draft being taken back`() async throws {
        let fake = try await shown(script.lostComparison, isTerminal: true)
        #expect(fake.output == "Everybody knows.\nAnswer of seat 0.\n")
        let lines = fake.screen.lines
        let start = try #require(lines.firstIndex(of: "Everybody knows."))
        #expect(lines[start + 2] == "the draft is compared with the best single answer…")
        #expect(lines[start + 4].hasPrefix("The draft of local/qwen was worse than the best single answer"))
        #expect(fake.screen.unknown.isEmpty)
    }

    @Test func `a draft that holds stands on the screen once`() async throws {
        var events = Array(script.lostComparison.dropLast(2))
        events.append(
            .concluded(
                Conclusion(
                    text: "Everybody knows.", source: .chairman, call: script.chair,
                    reply: Script.reply("Everybody knows."))))
        #expect(try await shown(events, isTerminal: true).output == "Everybody knows.\n")
    }

    @Test func `away from a terminal only the answer that holds is written`() async throws {
        let fake = try await shown([script.analysed] + script.lostComparison, isTerminal: false)
        #expect(fake.output == "Answer of seat 0.\n")
        for line in [
            "local/qwen found 3 points", "a draft is there; it is looked at before it holds",
            "local/学习 compared: the best single answer (“It is right.”)",
            "1 undecided, 1 for K47 by local/qwen: the draft lost, so that answer is returned.",
        ] {
            #expect(fake.error.contains("\n\(line)\n"))
        }
    }

    @Test func `the live picture tells in words what is under way`() async throws {
        let fake = FakeConsole(columns: 100, height: 40, isColoured: false)
        let view = Presentation().view(on: fake.console, environment: fake.environment)
        try await fake.show(
            script.answers + script.reviews + [.started(Call(role: .analyst, model: script.chairman))], in: view)
        #expect(fake.screen.text.contains("local/qwen analyses the answers…"))
    }
}
