import CouncilKit
import CouncilSQLite
import FoundationEssentials
import Testing

/// A journal that version 1 of the format wrote: a run of four members, one of which failed, with a review that could
/// not be read at first, interrupted, resumed, and concluded by an acting chairman.
struct RecordedJournalTests {
    private static let run = Run.ID(rawValue: "20261123-wav9cut5")

    private func events() async throws -> [CouncilEvent] {
        try await withCopy { try await SQLiteStore(path: $0).events(of: Self.run, after: 0) }
    }

    private func withCopy<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let recording = URL(filePath: #filePath).appending(path: "../../Recordings/journal-v1.sqlite").standardized
        let folder = FileManager.default.temporaryDirectory.appending(path: "council-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let copy = folder.appending(path: "journal.sqlite")
        try FileManager.default.copyItem(at: recording, to: copy)
        return try await body(copy.path())
    }

    @Test func `a recorded journal that two open at once is brought up to date once`() async throws {
        try await withCopy { path in
            let counts = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<2 {
                    group.addTask { try await SQLiteStore(path: path).events(of: Self.run, after: 0).count }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(counts == [13, 13])
        }
    }

    @Test func `a recorded run is listed, and can be removed`() async throws {
        try await withCopy { path in
            let store = try SQLiteStore(path: path)
            #expect(try await store.runs(limit: 10).map(\.id) == [Self.run])
            try await store.delete(Self.run)
            #expect(try await store.events(of: Self.run, after: 0).isEmpty)
            #expect(try await store.runs(limit: 10).isEmpty)
        }
    }

    @Test func `every event of a recorded journal is read back`() async throws {
        #expect(
            try await events().map(\.type) == [
                "opened", "answered", "answered", "failed", "answered", "reviewed", "unreadable", "reviewed", "resumed",
                "reviewed", "tallied", "failed", "concluded",
            ])
    }

    @Test func `a recorded journal folds to the run that it was`() async throws {
        let outcome = Outcome(try await events())
        #expect(outcome.run?.question == "Why is the sky blue? 为什么天是蓝的？ لماذا السماء زرقاء؟")
        #expect(outcome.run?.seed == 42)
        #expect(outcome.answers.keys.sorted() == [0, 1, 2])
        #expect(outcome.failures.map(\.error.status) == [429, 503])
        #expect(outcome.unreadable.map(\.reply.text) == ["I like them all. 都很好 👍"])
        #expect(outcome.reviews[0]?.ballot.description == "L25 > M87")
        #expect(outcome.tally?.standings.map(\.label.rawValue) == ["L25", "M87", "N13"])
        #expect(outcome.conclusion?.source == .actingChairman)
        #expect(outcome.conclusion?.text == "In conclusion: Rayleigh scattering. 瑞利散射 🌌")
        #expect(outcome.conclusion?.reply?.usage == Usage(input: 120, output: 34, cachedInput: 10, reasoning: 4))
    }

    @Test func `what is read from a recorded journal is written back the same`() async throws {
        for event in try await events() {
            let data = try JSONText(encoding: event).data
            #expect(try JSONDecoder.events.decode(CouncilEvent.self, from: data) == event)
        }
    }
}
