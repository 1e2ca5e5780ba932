import CouncilKit
import FoundationEssentials
import Testing

/// Runs that version 1 of the format wrote, one event a line, with every kind of lasting event: with scripted models, in
/// all depths, with pairs, votes, failures and a quorum.
struct RecordedEventsTests {
    private static let lines = (try? String(contentsOf: recording, encoding: .utf8))?.split(separator: "\n") ?? []
    private static let recording = URL(filePath: #filePath)
        .appending(path: "../../../Recordings/events-v1.jsonl").standardized

    private static func decoded() throws -> [CouncilEvent] {
        try lines.map { try JSONDecoder.events.decode(CouncilEvent.self, from: Data($0.utf8)) }
    }

    @Test func `every kind of lasting event is read back`() throws {
        let kinds = Set(try Self.decoded().map(\.type))
        #expect(
            kinds == [
                "opened", "setback", "answered", "proceeded", "reviewed", "paired", "unreadable", "failed", "tallied",
                "deepened", "revised", "reopened", "voted", "analysed", "drafted", "compared", "weighed", "audited",
                "concluded", "unanswered",
            ])
    }

    @Test func `recorded events are written as they were read`() throws {
        for line in Self.lines {
            let recorded = try JSONValue(parsing: line)
            let event = try JSONDecoder.events.decode(CouncilEvent.self, from: Data(line.utf8))
            let written = try JSONValue(parsing: JSONText(encoding: event).bytes)
            #expect(written.sorted == recorded.sorted, "\(event.type)")
        }
    }

    @Test func `recorded runs fold to how they ended`() throws {
        let runs = try Self.decoded().reduce(into: [[CouncilEvent]]()) { runs, event in
            if case .opened = event { runs.append([]) }
            runs[runs.count - 1].append(event)
        }.map { Outcome($0) }
        #expect(
            runs.map { $0.conclusion?.source } == [
                nil, .vote, .bestAnswer, .bestAnswer, .bestAnswer, .bestAnswer, .bestAnswer,
            ])
        #expect(runs.allSatisfy { $0.isEnded })
    }
}

extension JSONValue {
    /// The value with the keys of objects in order.
    fileprivate var sorted: JSONValue {
        switch self {
        case .object(let members):
            .object(members.map { Member($0.key, $0.value.sorted) }.sorted { $0.key < $1.key })
        case .array(let elements): .array(elements.map(\.sorted))
        default: self
        }
    }
}
