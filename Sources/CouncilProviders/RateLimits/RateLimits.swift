/// How much may be sent to a provider. Learned limits that the provider states in its headers hold beside these.
///
/// Limits per minute work as a bucket, as the providers' own do: so many at once, then as many as the minute refills.
public struct RateLimits: Sendable, Hashable, Codable {
    /// The most requests under way at once; `nil` for no limit.
    public var requestsInFlight: Int?
    /// The most requests a minute; `nil` for no limit.
    public var requestsPerMinute: Int?
    /// The most tokens a minute, those of prompts and replies together; `nil` for no limit. A request counts with an
    /// estimate until its reply says what it took.
    public var tokensPerMinute: Int?

    /// Limits of less than 1 count as 1.
    public init(requestsInFlight: Int? = nil, requestsPerMinute: Int? = nil, tokensPerMinute: Int? = nil) {
        self.requestsInFlight = requestsInFlight
        self.requestsPerMinute = requestsPerMinute
        self.tokensPerMinute = tokensPerMinute
    }
}
