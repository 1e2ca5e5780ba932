import CouncilKit
import Crypto
public import FoundationEssentials
import Glibc
import Synchronization

/// The API keys of a server, in a file that only its owner can read. Keys are kept hashed: a key is shown once, when it is
/// created.
public final class KeyRing: Sendable {
    private struct State {
        var entries: [APIKeyEntry] = []
        var stamp: [Int] = []
    }

    private struct File: Codable {
        var keys: [APIKeyEntry]
    }

    private let path: String?
    private let state = Mutex(State())

    /// - Parameter path: The file; it need not exist. `nil` keeps keys in memory only.
    public init(path: String?) { self.path = path }

    /// Everything a key may look like begins so.
    private static let prefix = "ck_"

    /// The keys, revoked ones among them. Read anew when the file has changed, so that a revocation holds at once.
    /// - Throws: ``ServiceError`` if the file cannot be read: then nobody gets in.
    public func entries() throws(ServiceError) -> [APIKeyEntry] {
        guard let path else { return state.withLock { $0.entries } }
        let stamp = Self.stamp(of: path)
        if let known = state.withLock({ $0.stamp == stamp ? $0.entries : nil }) { return known }
        guard !stamp.isEmpty else {
            state.withLock { $0 = State() }
            return []
        }
        do {
            let file = try JSONDecoder.events.decode(File.self, from: try Data(contentsOf: URL(filePath: path)))
            state.withLock { $0 = State(entries: file.keys, stamp: stamp) }
            return file.keys
        } catch {
            throw ServiceError(.failed, "The keys in \(path) cannot be read.")
        }
    }

    /// Whether requests need a key: as soon as one was ever created.
    public func needsKey() throws(ServiceError) -> Bool { !(try entries()).isEmpty }

    /// Makes a key.
    /// - Returns: The key, which is kept nowhere, and its entry.
    public func create(
        name: String, councils: [String]? = nil, dailyBudget: Double? = nil, requestsPerMinute: Int? = nil,
        now: Date = Date()
    ) throws(ServiceError) -> (key: String, entry: APIKeyEntry) {
        let id = RandomName.make(8)
        let key = "\(Self.prefix)\(id)_\(RandomName.make(36))"
        let entry = APIKeyEntry(
            id: id, name: name, hash: Self.hash(of: key),
            created: Date(timeIntervalSince1970: now.timeIntervalSince1970.rounded(.down)), councils: councils,
            dailyBudget: dailyBudget, requestsPerMinute: requestsPerMinute)
        try change { $0.append(entry) }
        return (key, entry)
    }

    /// Revokes a key; it stays in the list.
    /// - Throws: ``ServiceError`` with code ``ServiceError/Code/notFound``.
    public func revoke(_ id: String, now: Date = Date()) throws(ServiceError) {
        guard try entries().contains(where: { $0.id == id }) else {
            throw ServiceError(.notFound, "There is no key “\(id)”. `council keys list` lists those there are.")
        }
        try change { entries in
            for index in entries.indices where entries[index].id == id && entries[index].revoked == nil {
                entries[index].revoked = Date(timeIntervalSince1970: now.timeIntervalSince1970.rounded(.down))
            }
        }
    }

    /// The entry of a key that is presented, unless it is unknown or revoked.
    func entry(of key: String) throws(ServiceError) -> APIKeyEntry? {
        let hash = Self.hash(of: key)
        return try entries().first { $0.revoked == nil && $0.hash == hash }
    }

    func entry(id: String) throws(ServiceError) -> APIKeyEntry? {
        try entries().first { $0.revoked == nil && $0.id == id }
    }

    private func change(_ body: (inout [APIKeyEntry]) -> Void) throws(ServiceError) {
        var entries = try entries()
        body(&entries)
        guard let path else {
            state.withLock { $0.entries = entries }
            return
        }
        do {
            let folder = URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false)
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let encoder = JSONEncoder.events
            encoder.outputFormatting.insert(.prettyPrinted)
            try Self.write(try encoder.encode(File(keys: entries)), to: path)
        } catch {
            throw ServiceError(.failed, "The keys cannot be written to \(path): \(error).")
        }
    }

    /// Writes a file beside the old one and puts it in its place, so that there is always a whole one.
    private static func write(_ data: Data, to path: String) throws {
        let draft = "\(path).\(RandomName.make(8))"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw WriteFailure(reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        let bytes = Array(data)
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0,
            rename(draft, path) == 0
        else {
            let reason = String(cString: strerror(errno))
            unlink(draft)
            throw WriteFailure(reason: reason)
        }
    }

    private struct WriteFailure: Error, CustomStringConvertible {
        var reason: String
        var description: String { reason }
    }

    /// What changes when the file does; empty if there is none.
    private static func stamp(of path: String) -> [Int] {
        var status = stat()
        guard stat(path, &status) == 0 else { return [] }
        return [Int(status.st_ino), Int(status.st_size), Int(status.st_mtim.tv_sec), Int(status.st_mtim.tv_nsec)]
    }

    static func hash(of key: String) -> String {
        SHA256.hash(data: Data(key.utf8)).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
