public import FoundationEssentials

/// An API key as it is kept: everything but the key.
public struct APIKeyEntry: Sendable, Hashable, Codable, Identifiable {
    /// The short name under which it is listed and revoked.
    public var id: String
    /// Whose it is.
    public var name: String
    /// The SHA-256 of the key, in hexadecimal. Keys are 186 random bits: nothing can be tried out against it.
    public var hash: String
    public var created: Date
    public var revoked: Date?
    /// The councils that it may ask; `nil` for all.
    public var councils: [String]?
    /// US dollars that its runs of one day (UTC) may cost together.
    public var dailyBudget: Double?
    /// Requests that it may send in a minute.
    public var requestsPerMinute: Int?

    /// Who asks with this key.
    var caller: Caller { Caller(key: id, councils: councils, dailyBudget: dailyBudget) }
}
