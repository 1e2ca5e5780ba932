import CouncilKit
import FoundationEssentials
import Testing

@testable import council

@Suite struct JSONLinesViewTests {
    private struct Place: Decodable {
        var position: Int?
    }

    private let script = Script()

    private func lines(of events: [CouncilEvent], after known: [CouncilEvent] = []) async throws -> [Data] {
        let fake = FakeConsole(isTerminal: false)
        let view = Presentation(form: .jsonLines).view(
            after: Outcome(known), on: fake.console, environment: fake.environment)
        try await fake.show(events, in: view)
        try await view.finish()
        #expect(fake.error.isEmpty)
        return fake.output.split(separator: "\n").map { Data($0.utf8) }
    }

    private var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return decoder
    }

    @Test func `every line decodes to its event`() async throws {
        let events =
            script.all + [
                .resumed(Resumption(date: script.run.date)), .piece(.member(1), .reasoning("line\nbreak \u{1B}[2J 中文")),
                .unreadable(script.reviewer(0), Script.reply("?"), complaint: "no ballot"),
                .failed(script.member(2), Script.rateLimit), .unanswered,
            ]
        let lines = try await lines(of: events)
        #expect(try lines.map { try decoder.decode(CouncilEvent.self, from: $0) } == events)
    }

    @Test func `lasting events carry their position, moments none`() async throws {
        let lines = try await lines(of: script.all)
        var position = 0
        for (line, event) in zip(lines, script.all) {
            if event.isLasting { position += 1 }
            #expect(try decoder.decode(Place.self, from: line).position == (event.isLasting ? position : nil))
        }
    }

    @Test func `a resumed run counts on`() async throws {
        let lines = try await lines(of: [.resumed(Resumption(date: script.run.date))], after: script.answers)
        #expect(try lines.map { try decoder.decode(Place.self, from: $0).position } == [5])
    }

    @Test func `keys are sorted`() async throws {
        let lines = try await lines(of: [.piece(.member(0), .text("a/b"))])
        #expect(
            lines.map { String(decoding: $0, as: UTF8.self) } == [
                #"{"role":"member/0","text":"a/b","type":"piece","v":1}"#
            ])
    }
}
