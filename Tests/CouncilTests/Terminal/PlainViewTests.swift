import CouncilKit
import FoundationEssentials
import Testing

@testable import council

@Suite struct PlainViewTests {
    private let script = Script()

    private func shown(
        _ events: [CouncilEvent], _ presentation: Presentation = Presentation(), every time: Duration = .seconds(1)
    ) async throws -> FakeConsole {
        let fake = FakeConsole(isTerminal: false)
        let view = presentation.view(on: fake.console, environment: fake.environment)
        try await fake.show(events, in: view, every: time)
        try await view.finish()
        return fake
    }

    @Test func `lines tell what happens, the answer stands alone on standard output`() async throws {
        var events = script.all
        events.insert(.unreadable(script.reviewer(1), Script.reply("?"), complaint: "no ballot"), at: 10)
        let fake = try await shown(events)
        #expect(fake.output == "Nobody knows.\n")
        #expect(
            fake.error.hasPrefix(
                """
                run 20261123-k7q2mz4t · council home, 3 members
                local/qwen answered in 3.2 s (212 tokens)
                local/学习 answered in 3.2 s (212 tokens)
                local/smol answered in 3.2 s (212 tokens)
                local/学习's review could not be read; it is asked again: no ballot
                local/qwen reviewed: B12 > T80
                local/学习 reviewed: K47 > T80
                local/smol reviewed: K47 > B12
                the chairman, local/qwen, writes…

                Tally
                """))
        #expect(!fake.error.contains("\u{1B}") && !fake.output.contains("\u{1B}"))
    }

    @Test func `who answered in whose place, and without seeing what, is said`() async throws {
        var reply = Script.reply("Because.")
        reply.answeredBy = "z/other"
        reply.omissions = ["photo.png"]
        let failure = ModelError(.server, "local/qwen: overloaded")
        let fake = try await shown([
            .opened(script.run), .answered(script.member(0), reply),
            .setback(script.chair, Setback(.fallback, asking: "z/other", after: failure)),
            .concluded(Conclusion(text: "Because.", source: .chairman, call: script.chair, reply: reply)),
        ])
        #expect(
            fake.error.contains(
                "z/other (in place of local/qwen) answered in 3.2 s (212 tokens); could not look at photo.png"))
        #expect(fake.error.contains("By z/other, in place of the chairman, local/qwen, which failed."))
        #expect(fake.error.contains("Whoever wrote the final answer could not look at photo.png."))
    }

    @Test func `where nobody answered every link of a chain has its own reason`() async throws {
        let call = script.member(0)
        let fake = try await shown(
            [
                .opened(script.run),
                .setback(
                    call,
                    Setback(.fallback, asking: "z/other", after: ModelError(.unauthorized, "local/qwen: 401 wrong key"))
                ),
                .failed(call, ModelError(.timeout, "z/other: no beginning of a reply within 3 s.")), .unanswered,
            ], Presentation(form: .quiet))
        #expect(fake.error.contains("local/qwen failed: z/other: no beginning of a reply within 3 s."))
        #expect(fake.error.contains("before that, local/qwen: 401 wrong key"))
    }

    /// A run whose member and chairman did not come to their own end.
    private func unfinished(_ stop: Reply.StopReason) -> [CouncilEvent] {
        var reply = Script.reply("Nobody kn")
        reply.stopReason = stop
        return [
            .opened(script.run), .answered(script.member(0), reply),
            .concluded(Conclusion(text: "Nobody kn", source: .chairman, call: script.chair, reply: reply)),
        ]
    }

    @Test(arguments: [
        (Reply.StopReason.length, "cut off at its token limit"), (.filtered, "ended by the provider's content filter"),
        (.refused, "the model declined"), (Reply.StopReason(rawValue: "odd"), "stop reason: odd"),
    ])
    func `whoever did not come to its own end is said to, and so is the final answer`(
        _ stop: Reply.StopReason, _ words: String
    ) async throws {
        let fake = try await shown(unfinished(stop))
        #expect(fake.error.contains("local/qwen answered in 3.2 s (212 tokens); \(words)\n"))
        #expect(fake.error.contains("The final answer may be incomplete: \(words)"))
        let quiet = try await shown(unfinished(stop), Presentation(form: .quiet))
        #expect(quiet.error.contains("The final answer may be incomplete: \(words)"))
        #expect(quiet.output == "Nobody kn\n")
    }

    @Test func `no control code of a model gets through`() async throws {
        let evil = "x\u{1B}[2J\u{9B}\u{07}"
        let error = ModelError(.server, evil, suggestion: evil)
        for form in [Presentation.Form.automatic, .quiet] {
            let fake = try await shown(
                [
                    .opened(script.run), .failed(script.member(0), error),
                    .answered(script.member(1), Script.reply(evil)),
                    .piece(.member(1), .reasoning(evil + "\n")),
                    .unreadable(script.reviewer(1), Script.reply(evil), complaint: evil),
                    .concluded(Conclusion(text: evil, source: .soleAnswer, call: script.member(1))),
                ], Presentation(form: form, parts: Part.allCases, showsReasoning: true))
            let controls = (fake.error + fake.output).unicodeScalars.filter {
                $0.properties.generalCategory == .control && $0 != "\n"
            }
            #expect(controls.isEmpty)
        }
    }

    @Test func `nothing of a broken-off answer appears on standard output`() async throws {
        let acting = script.acting(1)
        let fake = try await shown(
            script.answers + script.reviews + [
                .started(script.chair), .piece(.chairman, .text("Half")), .failed(script.chair, Script.rateLimit),
                .started(acting), .piece(.chairman, .text("Whole")),
                .concluded(Conclusion(text: "Whole", source: .actingChairman, call: acting)),
            ])
        #expect(fake.output == "Whole\n")
        #expect(fake.error.contains("local/qwen failed in the chair: local/smol: 429"))
        #expect(fake.error.contains("local/学习 takes the chair and writes…\n"))
        #expect(fake.error.contains("By local/学习, acting chairman: the chairman, local/qwen, failed"))
    }

    @Test func `a slow member says every ten seconds how far it is`() async throws {
        let pieces = (0..<25).map { _ in CouncilEvent.piece(.member(0), .text("word")) }
        let fake = try await shown([.opened(script.run), .started(script.member(0))] + pieces)
        let lines = fake.error.split(separator: "\n").dropFirst()
        #expect(lines == ["local/qwen is answering: ~10 tokens so far", "local/qwen is answering: ~20 tokens so far"])
    }

    @Test func `reasoning comes in whole lines, each with its author`() async throws {
        let events: [CouncilEvent] = [
            .opened(script.run), .started(script.member(0)), .started(script.member(1)),
            .piece(.member(0), .reasoning("one\ntw")), .piece(.member(1), .reasoning("eins\n")),
            .piece(.member(0), .reasoning("o")), .piece(.member(0), .text("Answer")),
        ]
        let fake = try await shown(events, Presentation(showsReasoning: true))
        let lines = fake.error.split(separator: "\n").dropFirst()
        #expect(lines == ["local/qwen thinks: one", "local/学习 thinks: eins", "local/qwen thinks: two"])
        #expect(try await !shown(events).error.contains("thinks"))
    }

    @Test func `if nobody answers, every reason is listed`() async throws {
        let failures: [CouncilEvent] = [
            .opened(script.run), .failed(script.member(0), ModelError(.timeout, "local/qwen: no reply")),
            .failed(script.member(2), Script.rateLimit), .unanswered,
        ]
        let list = """
            No member answered:
            • local/qwen failed: no reply
            • local/smol failed: 429 "Number of request tokens has exceeded your per-minute rate limit"
              Wait a minute.
            When the reasons are mended: council resume \(script.run.id)

            """
        #expect(try await shown(failures).error.hasSuffix(list))
        let quiet = try await shown(failures, Presentation(form: .quiet))
        #expect(quiet.error == list)
        #expect(quiet.output.isEmpty)
    }

    @Test func `quiet is nothing but the answer`() async throws {
        let fake = try await shown(script.all, Presentation(form: .quiet))
        #expect(fake.output == "Nobody knows.\n")
        #expect(fake.error.isEmpty)
    }

    @Test func `standard output that is piped away gets no pieces from the live view`() async throws {
        let fake = FakeConsole()
        var console = fake.console
        console.outputIsTerminal = false
        let view = Presentation().view(on: console, environment: fake.environment)
        try await fake.show(script.all.dropLast(), in: view)
        #expect(fake.output.isEmpty)
        #expect(fake.screen.lines.dropLast().last == "the chairman, local/qwen, writes…  ~4 tokens")
        try await view.show(script.all[script.all.count - 1])
        #expect(fake.output == "Nobody knows.\n")
    }
}
