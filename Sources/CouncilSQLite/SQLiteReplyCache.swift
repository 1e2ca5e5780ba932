public import CouncilKit
import FoundationEssentials
import GRDB
import Glibc

/// Replies kept in an SQLite database of their own, so that they can be thrown away without touching the journal.
///
/// A request is found by a 64-bit hash, and its whole text is compared: no other request can be mistaken for it.
public final class SQLiteReplyCache: ReplyCache {
    /// A random number drawn when the file was made. Mixed into seeds, it keeps them from being guessed.
    public let salt: UInt64
    private let database: DatabaseQueue

    /// Opens the cache, creating it and its folder (readable by the owner only) if need be.
    /// - Throws: ``StoreError`` with code ``StoreError/Code/unavailable``.
    public init(path: String) throws(StoreError) {
        do {
            let folder = URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false)
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            var configuration = Configuration()
            configuration.label = "replies"
            configuration.busyMode = .timeout(10)
            close(open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600))
            database = try DatabaseQueue(path: path, configuration: configuration)
            salt = try database.inDatabase { database in
                try database.inTransaction(.immediate) {
                    try Self.prepare(database)
                    return .commit
                }
                return UInt64(bitPattern: try Int64.fetchOne(database, sql: "SELECT value FROM salt") ?? 0)
            }
        } catch {
            throw StoreError(
                .unavailable,
                "The response cache \(path) cannot be used: \(error). Move it away, or do without --cache.")
        }
    }

    private static func prepare(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE IF NOT EXISTS salt (value INTEGER NOT NULL);
                CREATE TABLE IF NOT EXISTS reply (
                    hash INTEGER NOT NULL,
                    request TEXT NOT NULL,
                    body TEXT NOT NULL,
                    date REAL NOT NULL
                );
                CREATE INDEX IF NOT EXISTS reply_by_hash ON reply (hash);
                """)
        try database.execute(
            sql: "INSERT INTO salt (value) SELECT ? WHERE NOT EXISTS (SELECT 1 FROM salt)",
            arguments: [Int64.random(in: .min ... .max)])
    }

    public func reply(to request: CachedRequest) async throws -> Reply? {
        let body = try await database.read { try Self.body(of: request, in: $0) }
        return try body.map { try JSONDecoder.events.decode(Reply.self, from: Data($0.utf8)) }
    }

    public func store(_ reply: Reply, to request: CachedRequest) async throws {
        let body = try JSONText(encoding: reply).string
        let now = Date().timeIntervalSince1970
        try await database.write { database in
            guard try Self.body(of: request, in: database) == nil else { return }
            try database.execute(
                sql: "INSERT INTO reply (hash, request, body, date) VALUES (?, ?, ?, ?)",
                arguments: [Self.hash(of: request), request.text, body, now])
        }
    }

    private static func body(of request: CachedRequest, in database: Database) throws -> String? {
        try String.fetchOne(
            database, sql: "SELECT body FROM reply WHERE hash = ? AND request = ?",
            arguments: [hash(of: request), request.text])
    }

    /// The same in every process, unlike `Hasher`.
    private static func hash(of request: CachedRequest) -> Int64 {
        var generator = SeededGenerator(seed: 0, purpose: request.text)
        return Int64(bitPattern: generator.next())
    }
}
