import CouncilKit
import Testing

@testable import council

@Suite struct LiveViewTests {
    private let script = Script()

    private func view(on fake: FakeConsole, _ presentation: Presentation = Presentation()) -> any RunView {
        presentation.view(on: fake.console, environment: fake.environment)
    }

    @Test func `members are seen waiting, answering, done and failing`() async throws {
        let fake = FakeConsole(columns: 100)
        let view = view(on: fake)
        try await fake.show(
            [
                .opened(script.run), .started(script.member(0)), .started(script.member(1)), .started(script.member(2)),
                .answered(script.member(0), Script.reply("Yes.")),
                .failed(script.member(2), Script.rateLimit),
                .piece(.member(1), .text(String(repeating: "word", count: 50))),
                .piece(.member(1), .reasoning(String(repeating: "word", count: 50))),
            ], in: view)
        #expect(
            fake.screen.lines == [
                "run 20261123-k7q2mz4t · council home",
                "K47 local/qwen  answered in 3.2 s (212 tokens)",
                "B12 local/学习  answering  ~100 tokens  200.0 tokens/s",
                "T80 local/smol  failed: 429 \"Number of request tokens has exceeded your per-minute rate limit\"",
                "",
            ])
    }

    @Test func `the matrix fills in as reviews come`() async throws {
        let fake = FakeConsole()
        let view = view(on: fake)
        try await fake.show(
            script.answers + [
                .started(script.reviewer(0)), .started(script.reviewer(1)), .started(script.reviewer(2)),
                .reviewed(script.reviewer(0), script.review(by: 0, of: [2, 1]), Script.reply("{}")),
                .failed(script.reviewer(1), Script.rateLimit),
                .piece(.reviewer(2), .text("12345678")),
            ], in: view)
        #expect(
            fake.screen.lines.suffix(5) == [
                "scores           K47   B12   T80",
                "K47 local/qwen     –   7/6   8/6",
                "B12 local/学习     !     –     !  failed",
                "T80 local/smol     ·     ·     –  ~2 tokens",
                "",
            ])
    }

    @Test func `the end leaves a clean transcript, the answer and the tally`() async throws {
        let fake = FakeConsole()
        let view = view(on: fake)
        try await fake.show(script.all, in: view)
        try await view.finish()
        #expect(
            fake.screen.text == """
                run 20261123-k7q2mz4t · council home
                K47 local/qwen  answered in 3.2 s (212 tokens)
                B12 local/学习  answered in 3.2 s (212 tokens)
                T80 local/smol  answered in 3.2 s (212 tokens)

                scores           K47   B12   T80
                K47 local/qwen     –   8/6   7/6
                B12 local/学习   8/6     –   7/6
                T80 local/smol   8/6   7/6     –

                Nobody knows.

                Tally
                ═════

                rank  model       label   wins    90 %  mean rank  accuracy  insight  ballots
                   1  local/qwen  K47    100 %  75–100        1.0       8.0      6.0        2
                   2  local/学习  B12     50 %   25–75        1.5       7.5      6.0        2
                   3  local/smol  T80      0 %    0–25        2.0       7.0      6.0        2

                • Declared tie: the 90 % intervals of K47 local/qwen, B12 local/学习 overlap.
                • Agreement of the reviewers: W = 1.0 (0 none, 1 complete).

                """)
        #expect(fake.output == "Nobody knows.\n")
        #expect(fake.screen.unknown.isEmpty)
    }

    @Test(arguments: [(80, 24), (20, 24), (20, 6), (40, 4), (20, 2), (8, 3)])
    func `no drawn line is wider than the window, and none has more rows`(columns: Int, rows: Int) async throws {
        let fake = FakeConsole(columns: columns, height: rows)
        let view = view(on: fake)
        var events = script.answers + script.reviews
        events.insert(.piece(.member(1), .text("中文🇩🇪 a long text")), at: 3)
        try await view.show(events[0])
        let header = fake.screen.wraps
        for event in events.dropFirst() {
            fake.pass(.seconds(1))
            try await view.show(event)
            #expect(fake.screen.wraps == header)
            let drawn = fake.screen.lines.drop { !$0.hasPrefix("K47") && !$0.hasPrefix("3 ") && !$0.isEmpty }
            #expect(drawn.allSatisfy { $0.displayWidth < columns })
            #expect(drawn.count <= rows)
        }
    }

    @Test func `a narrow window shows what fits`() async throws {
        let fake = FakeConsole(columns: 20, height: 24)
        let view = view(on: fake)
        try await fake.show(
            Array(script.answers.prefix(5)) + script.answers.suffix(2) + script.reviews.prefix(4), in: view)
        #expect(
            fake.screen.lines.suffix(6) == [
                "K47 …/qwen  3.2 s,…", "B12 …/学习  3.2 s,…", "T80 …/smol  3.2 s,…", "", "reviews: 1 of 3", "",
            ])
    }

    @Test func `more members than rows become a summary`() async throws {
        var crowd = Script()
        crowd.seats = ["a", "b", "c", "d", "e", "f"]
        let fake = FakeConsole(columns: 60, height: 5)
        let view = view(on: fake)
        try await fake.show(
            crowd.answers.prefix(8) + [.piece(.member(1), .text("x")), .failed(crowd.member(2), Script.rateLimit)],
            in: view)
        #expect(fake.screen.lines.suffix(2) == ["6 members: 1 answered, 1 answering, 1 failed, 3 waiting", ""])
    }

    @Test func `a window that is resized on the way stays clean`() async throws {
        let fake = FakeConsole(columns: 80, height: 24)
        let view = view(on: fake)
        for (index, event) in script.all.enumerated() {
            if index == 5 { fake.resize(columns: 20, height: 24) }
            if index == 8 { fake.resize(columns: 47, height: 12) }
            if index == 11 { fake.resize(columns: 80, height: 24) }
            fake.pass(.seconds(1))
            try await view.show(event)
        }
        try await view.finish()
        let text = fake.screen.text
        #expect(text.contains("\nK47 local/qwen  answered in 3.2 s (212 tokens)\n"))
        #expect(fake.screen.lines.filter { $0.hasPrefix("B12") }.count == 2)
        #expect(text.contains("\n\nNobody knows.\n\nTally\n"))
    }

    @Test func `it draws at most fifteen times a second, each time in one write`() async throws {
        let fake = FakeConsole()
        let view = view(on: fake)
        try await view.show(.opened(script.run))
        try await view.show(.started(script.member(0)))
        for _ in 0..<1000 {
            fake.pass(.milliseconds(1))
            try await view.show(.piece(.member(0), .text("word ")))
        }
        let writes = fake.now.writes
        #expect(writes.count <= 16)
        #expect(writes.count >= 14)
        #expect(zip(writes, writes.dropFirst()).allSatisfy { $1 - $0 >= .milliseconds(66) })
    }

    @Test func `what came too early to be drawn is drawn later without another event`() async throws {
        let fake = FakeConsole()
        var environment = fake.environment
        environment.sleep = { _ in }
        let view = LiveView(Presentation(), on: fake.console, environment: environment)
        try await view.show(.opened(script.run))
        try await view.show(.answered(script.member(0), Script.reply("Yes.")))
        for _ in 0..<10_000 where !fake.screen.text.contains("answered") { await Task.yield() }
        #expect(fake.screen.text.contains("K47 local/qwen  answered"))
    }

    @Test func `without colour only cursor codes are written`() async throws {
        let fake = FakeConsole(isColoured: false)
        let view = view(on: fake)
        try await fake.show(script.all, in: view)
        try await view.finish()
        #expect(!(fake.error + fake.output).contains("m\u{1B}") && !fake.error.contains("\u{1B}[0m"))
    }

    @Test func `how long a silent member is waited for is seen`() async throws {
        let fake = FakeConsole()
        let view = view(on: fake)
        try await fake.show([.opened(script.run), .started(script.member(0)), .started(script.member(1))], in: view)
        fake.pass(.seconds(12))
        try await fake.show([.answered(script.member(1), Script.reply("Yes."))], in: view)
        let waiting = fake.screen.lines.filter { $0.contains("waiting") }
        #expect(waiting == ["K47 local/qwen  waiting 13 s", "T80 local/smol  waiting"])
    }

    @Test func `an interrupted run leaves what is known`() async throws {
        let fake = FakeConsole()
        let view = view(on: fake)
        try await fake.show(Array(script.answers.prefix(6)), in: view)
        try await view.finish()
        #expect(
            fake.screen.lines.suffix(4) == [
                "K47 local/qwen  answered in 3.2 s (212 tokens)", "B12 local/学习  answered in 3.2 s (212 tokens)",
                "T80 local/smol  waiting", "",
            ])
    }

    @Test func `a model cannot draw on the screen`() async throws {
        let fake = FakeConsole()
        let view = view(on: fake)
        let error = ModelError(.server, "local/qwen: \u{1B}[2J\u{1B}]0;owned\u{07}\u{9B}1A")
        try await fake.show(
            [.opened(script.run), .failed(script.member(0), error)] + script.answers.dropFirst(5) + [
                .started(script.chair), .piece(.chairman, .text("a\u{1B}[1;1H\u{202E}b")),
                .concluded(
                    Conclusion(text: "a\u{1B}[1;1H\u{202E}b", source: .chairman, call: script.chair, reply: nil)),
            ], in: view)
        try await view.finish()
        #expect(fake.screen.unknown.isEmpty)
        #expect(fake.output == "a␛[1;1H\u{202E}b\u{202C}\n")
    }
}
