import CouncilKit
import CouncilSQLite
import CouncilTestKit
import FoundationEssentials
import Testing

struct SQLiteStoreTests {
    @Test(arguments: RunStoreContract.checks)
    func `the store on disk keeps the contract of stores`(check: RunStoreContract.Check) async throws {
        try await withFolder { folder in
            try await check.verify { try SQLiteStore(path: folder.appending(path: "journal.sqlite").path()) }
        }
    }

    @Test func `events outlive the store that wrote them`() async throws {
        try await withFolder { folder in
            let path = folder.appending(path: "journal.sqlite").path()
            let run = try await heldRun(in: SQLiteStore(path: path))
            let events = try await SQLiteStore(path: path).events(of: run, after: 0)
            #expect(Outcome(events).conclusion?.text == "In conclusion.")
        }
    }

    @Test func `many runs at once are all kept whole`() async throws {
        try await withFolder { folder in
            let store = try SQLiteStore(path: folder.appending(path: "journal.sqlite").path())
            try await withThrowingTaskGroup { group in
                for _ in 0..<50 { group.addTask { _ = try await heldRun(in: store) } }
                try await group.waitForAll()
            }
            #expect(try await store.runs(limit: 100).map(\.state) == Array(repeating: .concluded, count: 50))
        }
    }

    @Test func `an event that has no form in JSON fails alone`() async throws {
        try await withFolder { folder in
            let store = try SQLiteStore(path: folder.appending(path: "journal.sqlite").path())
            let reply = Reply(text: "Yes.", timing: Reply.Timing(firstPiece: .infinity, total: 1))
            let call = Call(role: .member(0), model: "a/one")
            let (whole, endless) = (Run.ID(rawValue: "whole"), Run.ID(rawValue: "endless"))
            async let other: Void = store.append([.unanswered], to: whole, after: 0)
            await #expect(throws: EncodingError.self) {
                try await store.append([.answered(call, reply)], to: endless, after: 0)
            }
            // Whatever was sent behind it finds that the run is not where it was to be.
            let error = await #expect(throws: StoreError.self) {
                try await store.append([.unanswered], to: endless, after: 1)
            }
            #expect(error?.code == .conflict)
            try await other
            #expect(try await store.events(of: whole, after: 0) == [.unanswered])
            #expect(try await store.events(of: endless, after: 0).isEmpty)
        }
    }

    @Test func `the journal's folder is closed to other users`() async throws {
        try await withFolder { folder in
            let path = folder.appending(path: "data/journal.sqlite").path()
            _ = try SQLiteStore(path: path)
            let attributes = try FileManager.default.attributesOfItem(
                atPath: folder.appending(path: "data").path())
            #expect(attributes[.posixPermissions] as? Int == 0o700)
        }
    }

    @Test func `a file that is no database is refused with advice`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).sqlite").path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data("this is not a database, but long enough to look at".utf8).write(to: URL(filePath: path))
        let error = #expect(throws: StoreError.self) { _ = try SQLiteStore(path: path) }
        #expect(error?.code == .unavailable)
        #expect(error?.message.contains("--store") == true)
    }

    private func heldRun(in store: SQLiteStore) async throws -> Run.ID {
        let council = Council(
            members: ["a/one", "b/two", "c/three"].map { Member(ScriptedModel.member($0, answer: "From \($0).")) },
            chairman: Member(ScriptedModel.member("a/one", answer: "")), settings: Settings().plain)
        let outcome = try await council.deliberate(on: "Why?", store: store).outcome
        return try #require(outcome.run?.id)
    }

    private func withFolder(_ body: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "council-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder)
    }
}
