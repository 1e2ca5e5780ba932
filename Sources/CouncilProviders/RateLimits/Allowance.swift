import CouncilKit

/// What may still be sent, as a bucket that refills evenly (J. Turner, "New directions in communications", IEEE
/// Communications Magazine 24, 1986).
///
/// Who takes more than there is has to wait; the level is then below zero, so that the next one waits behind.
struct Allowance: Sendable, Hashable {
    private(set) var capacity: Double
    /// How much comes back in a second.
    private var rate: Double
    private var level: Double
    /// When the level was true.
    private var moment: Duration

    /// A full bucket.
    init(perMinute limit: Int, at now: Duration) {
        capacity = Double(max(1, limit))
        rate = capacity / 60
        level = capacity
        moment = now
    }

    /// Takes an amount.
    /// - Returns: Seconds to wait before it may be used. More than the whole bucket waits until that is full.
    mutating func take(_ amount: Double, at now: Duration) -> Double {
        refill(now)
        defer { level -= amount }
        return max(0, min(amount, capacity) - level) / rate
    }

    /// Gives back what was not used; a negative amount takes what was used beyond the estimate.
    mutating func give(_ amount: Double, at now: Duration) {
        refill(now)
        level = min(capacity, level + amount)
    }

    /// Takes over what the provider says.
    /// - Parameters:
    ///   - reset: Seconds until the bucket is full again; `nil` if it does not say.
    ///   - span: Seconds that the limit holds for.
    mutating func adapt(limit: Double, remaining: Double, reset: Double?, span: Double = 60, at now: Duration) {
        refill(now)
        capacity = max(1, limit)
        rate = capacity / span
        if let reset, reset > 0, limit > remaining { rate = (limit - remaining) / reset }
        level = min(level, remaining)
    }

    private mutating func refill(_ now: Duration) {
        level = min(capacity, level + rate * (now - moment).seconds)
        moment = now
    }
}
