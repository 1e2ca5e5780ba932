import CouncilKit
import FoundationEssentials
import Synchronization

/// Logins of the page: a random word in a cookie stands for a key, for half a day, as long as the server runs.
final class Sessions: Sendable {
    static let cookie = "council_session"
    static let lifetime = Duration.seconds(12 * 3600)
    private static let most = 10_000

    private struct Session {
        var key: String
        var end: Duration
    }

    private let uptime: @Sendable () -> Duration
    private let sessions = Mutex<[String: Session]>([:])

    init(uptime: @escaping @Sendable () -> Duration) { self.uptime = uptime }

    /// Begins a session of a key.
    /// - Returns: The word for the cookie. Only its hash is kept.
    func begin(for key: String) -> String {
        let word = RandomName.make(40)
        let now = uptime()
        sessions.withLock { sessions in
            sessions = sessions.filter { $0.value.end > now }
            if sessions.count >= Self.most, let oldest = sessions.min(by: { $0.value.end < $1.value.end }) {
                sessions[oldest.key] = nil
            }
            sessions[KeyRing.hash(of: word)] = Session(key: key, end: now + Self.lifetime)
        }
        return word
    }

    /// The id of the key that a word stands for.
    func key(of word: String) -> String? {
        let (hash, now) = (KeyRing.hash(of: word), uptime())
        return sessions.withLock { sessions in sessions[hash].flatMap { $0.end > now ? $0.key : nil } }
    }

    func end(_ word: String) {
        let hash = KeyRing.hash(of: word)
        sessions.withLock { $0[hash] = nil }
    }
}
