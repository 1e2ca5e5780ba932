import Crypto
public import FoundationEssentials

/// The API keys of a server, in a file that only its owner can read. Keys are kept hashed: a key is shown once, when it is
/// created.
public final class KeyRing: Sendable {
    private struct Content: Codable {
        var keys: [APIKeyEntry] = []
    }

    private let file: OwnerFile<Content>

    /// - Parameter path: The file; it need not exist. `nil` keeps keys in memory only.
    public init(path: String?) { file = OwnerFile("keys", path: path, empty: Content()) }

    /// Everything a key may look like begins so.
    private static let prefix = "ck_"

    /// The keys, revoked ones among them. Read anew when the file has changed, so that a revocation holds at once.
    /// - Throws: ``ServiceError`` if the file cannot be read: then nobody gets in.
    public func entries() throws(ServiceError) -> [APIKeyEntry] { try file.read().keys }

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
        try file.change { $0.keys.append(entry) }
        return (key, entry)
    }

    /// Revokes a key; it stays in the list.
    /// - Throws: ``ServiceError`` with code ``ServiceError/Code/notFound``.
    public func revoke(_ id: String, now: Date = Date()) throws(ServiceError) {
        guard try entries().contains(where: { $0.id == id }) else {
            throw ServiceError(.notFound, "There is no key “\(id)”. `council keys list` lists those there are.")
        }
        try file.change { content in
            for index in content.keys.indices where content.keys[index].id == id && content.keys[index].revoked == nil {
                content.keys[index].revoked = Date(timeIntervalSince1970: now.timeIntervalSince1970.rounded(.down))
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

    static func hash(of key: String) -> String {
        SHA256.hash(data: Data(key.utf8)).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
