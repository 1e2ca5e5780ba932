import CouncilKit
import Synchronization

/// Bounds the requests that each key, and all guests of a link, may send in a minute: a bucket that fills evenly and
/// holds a minute's worth.
final class RequestAllowance: Sendable {
    private struct Bucket {
        var tokens: Double
        var time: Duration
    }

    private let uptime: @Sendable () -> Duration
    private let buckets = Mutex<[String: Bucket]>([:])

    init(uptime: @escaping @Sendable () -> Duration) { self.uptime = uptime }

    /// Takes leave for one request.
    /// - Parameter holder: What the holder is called in words.
    /// - Throws: ``ServiceError`` with the seconds to wait.
    func take(key: String, perMinute: Int, holder: String = "This key") throws(ServiceError) {
        let now = uptime()
        let wait = buckets.withLock { buckets -> Double? in
            var bucket = buckets[key] ?? Bucket(tokens: Double(perMinute), time: now)
            let earned = (now - bucket.time).seconds * Double(perMinute) / 60
            bucket.tokens = min(Double(perMinute), bucket.tokens + earned)
            bucket.time = now
            defer { buckets[key] = bucket }
            guard bucket.tokens >= 1 else { return (1 - bucket.tokens) * 60 / Double(max(1, perMinute)) }
            bucket.tokens -= 1
            return nil
        }
        guard let wait else { return }
        throw ServiceError(
            .tooMany, "\(holder) may send \(perMinute) requests a minute.", retryAfter: max(1, Int(wait.rounded(.up))))
    }
}
