/// When a second, identical request is sent because the first one is slow (J. Dean and L. A. Barroso, "The tail at
/// scale", Communications of the ACM 56, 2013).
public struct Hedging: Sendable, Hashable, Codable {
    /// Seconds without a first piece after which the fallback is asked as long as too little is known of the member;
    /// `nil` does not hedge until enough is known. After that, its own 95th percentile counts.
    public var initialDelay: Double?

    public init(initialDelay: Double? = nil) { self.initialDelay = initialDelay }
}
