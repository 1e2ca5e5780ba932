import CouncilKit
import CouncilSQLite
import CouncilTestKit
import FoundationEssentials
import Testing

struct SQLiteReplyCacheTests {
    private func withPath(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "council-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder.appending(path: "replies.sqlite").path())
    }

    @Test(arguments: ReplyCacheContract.checks)
    func `the cache on disk keeps the contract of caches`(check: ReplyCacheContract.Check) async throws {
        try await withPath { path in
            let isKept = try await check.isKept { try SQLiteReplyCache(path: path) }
            #expect(isKept)
        }
    }

    @Test func `replies and salt outlive the cache that wrote them`() async throws {
        try await withPath { path in
            let model = ScriptedModel("a/one") { _ in .text("") }
            let request = CachedRequest(Prompt(messages: [Prompt.Message(.user, "Why?")]), to: model)
            let first = try SQLiteReplyCache(path: path)
            try await first.store(Reply(text: "Because."), to: request)
            let second = try SQLiteReplyCache(path: path)
            #expect(try await second.reply(to: request)?.text == "Because.")
            #expect(second.salt == first.salt)
        }
    }

    @Test func `two caches have two salts`() async throws {
        try await withPath { one in
            try await withPath { two in
                let salts = try [one, two].map { try SQLiteReplyCache(path: $0).salt }
                #expect(salts[0] != salts[1])
            }
        }
    }

    @Test func `the file is closed to other users`() async throws {
        try await withPath { path in
            _ = try SQLiteReplyCache(path: path)
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test func `a file that is no database is refused with advice`() async throws {
        try await withPath { path in
            let folder = URL(filePath: path).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data("this is not a database, but long enough to look at".utf8).write(to: URL(filePath: path))
            let error = #expect(throws: StoreError.self) { try SQLiteReplyCache(path: path) }
            #expect(error?.message.contains("--cache") == true)
        }
    }
}
