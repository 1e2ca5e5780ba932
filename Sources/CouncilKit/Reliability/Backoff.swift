/// How long to wait before a request is repeated: exponential backoff with full jitter (M. Brooker, "Exponential backoff
/// and jitter", AWS Architecture Blog, 2015).
struct Backoff: Sendable, Hashable {
    /// Seconds that the first wait is shorter than.
    var base = 1.0
    /// Seconds that no wait is longer than.
    var cap = 20.0
    /// The longest wait that a provider may ask for, in seconds; a call whose provider wants more has failed.
    var longestRequestedWait = ModelError.longestRequestedWait
    /// How often a request is repeated.
    var retries: Int

    /// Seconds until the next request.
    /// - Parameters:
    ///   - attempt: How many requests have failed, from 1.
    ///   - error: Why the last one did.
    ///   - hasBegun: Whether a part of its reply had come.
    ///   - isRepeatable: Whether the call may be repeated all the same.
    ///   - random: Any random number.
    /// - Returns: `nil` if it is not to be repeated.
    func delay(
        after attempt: Int, _ error: ModelError, hasBegun: Bool, isRepeatable: Bool, random: UInt64
    ) -> Double? {
        guard attempt <= retries, error.isTransient, !hasBegun || isRepeatable else { return nil }
        let jitter = Double(random >> 11) / Double(1 << 53)
        let limit = min(cap, base * Double(1 << min(attempt - 1, 16)))
        guard let wanted = error.retryAfter else { return limit * jitter }
        // Whoever was sent away together would otherwise come back together, or at once where the wait is 0.
        return wanted <= longestRequestedWait
            ? max(wanted + min(base, wanted / 10) * jitter, limit * jitter) : nil
    }
}
