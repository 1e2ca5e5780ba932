import CouncilKit
import FoundationEssentials

/// The links under which single runs can be read by whoever holds them, in a file that only its owner can read. The word
/// of a link is 186 random bits and is kept hashed: it is shown once, when the link is made.
public final class ShareLinks: Sendable {
    /// A link as it is kept: everything but its word.
    struct Entry: Sendable, Hashable, Codable {
        /// The SHA-256 of the word, in hexadecimal.
        var hash: String
        var run: Run.ID
        /// The id of the key whose holder made it; `nil` where no keys were needed.
        var key: String?
        var created: Date

        /// A link is good as long as whoever made it may read the run themselves.
        fileprivate func isGood(_ keys: [APIKeyEntry]) -> Bool {
            guard let key else { return keys.isEmpty }
            return keys.contains { $0.id == key && $0.revoked == nil }
        }
    }

    private struct Content: Codable {
        var links: [Entry] = []
    }

    private let file: OwnerFile<Content>

    /// - Parameter path: The file; it need not exist. `nil` keeps links in memory only.
    public init(path: String?) { file = OwnerFile("links", path: path, empty: Content()) }

    /// Makes a link to a run, and forgets those of keys that were revoked.
    /// - Parameter key: The id of the key that shares it.
    /// - Returns: The word of the link, which is kept nowhere.
    func create(
        for run: Run.ID, by key: String?, keys: KeyRing, now: Date = Date()
    ) throws(ServiceError) -> String {
        let word = RandomName.make(36)
        let entry = Entry(
            hash: KeyRing.hash(of: word), run: run, key: key,
            created: Date(timeIntervalSince1970: now.timeIntervalSince1970.rounded(.down)))
        let known = try keys.entries()
        try file.change { content throws(ServiceError) in
            content.links.removeAll { !$0.isGood(known) }
            guard content.links.count(where: { $0.run == run }) < Self.mostOfOneRun else {
                throw ServiceError(
                    .conflict, "There are \(Self.mostOfOneRun) links to run \(run): revoke them before making more.",
                    run: run.rawValue)
            }
            content.links.append(entry)
        }
        return word
    }

    /// Ends all links to a run.
    func revoke(_ run: Run.ID) throws(ServiceError) {
        guard try file.read().links.contains(where: { $0.run == run }) else { return }
        try file.change { $0.links.removeAll { $0.run == run } }
    }

    /// Whether a link leads to a run.
    func has(_ run: Run.ID, keys: KeyRing) throws(ServiceError) -> Bool {
        let known = try keys.entries()
        return try file.read().links.contains { $0.run == run && $0.isGood(known) }
    }

    /// The link with this word.
    func entry(of word: String, keys: KeyRing) throws(ServiceError) -> Entry? {
        let hash = KeyRing.hash(of: word)
        guard let entry = try file.read().links.first(where: { $0.hash == hash }) else { return nil }
        return entry.isGood(try keys.entries()) ? entry : nil
    }

    private static let mostOfOneRun = 16
    private static let folders = ["/v1/shared/", "/shared/"]

    /// Whether the word of a link in it guards a path.
    static func guards(_ path: String) -> Bool { folders.contains { path.hasPrefix($0) } }

    /// The path without the word of a link, for logs.
    static func hidingToken(in path: String) -> String {
        guard let folder = folders.first(where: { path.hasPrefix($0) }) else { return path }
        let rest = path.dropFirst(folder.count)
        return "\(folder)…\(rest.drop { $0 != "/" })"
    }
}
