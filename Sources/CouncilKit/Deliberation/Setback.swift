/// Something that went wrong in a call and what is done about it, so that the call goes on.
public struct Setback: Sendable, Hashable, Codable {
    /// What is done. An open set.
    public struct Remedy: RawRepresentable, Sendable, Hashable, Codable {
        public let rawValue: String

        public init(rawValue: String) { self.rawValue = rawValue }

        /// The same request is sent again.
        public static let retry = Remedy(rawValue: "retry")
        /// A fallback is asked instead.
        public static let fallback = Remedy(rawValue: "fallback")
        /// A fallback is asked as well, because the model is slow.
        public static let hedge = Remedy(rawValue: "hedge")
    }

    public var remedy: Remedy
    /// The model that is asked next.
    public var model: String
    /// Why; `nil` for a hedge.
    public var error: ModelError?
    /// Seconds until then.
    public var delay: Double?

    public init(_ remedy: Remedy, asking model: String, after error: ModelError? = nil, delay: Double? = nil) {
        self.remedy = remedy
        self.model = model
        self.error = error
        self.delay = delay
    }
}
