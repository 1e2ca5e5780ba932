/// Why the service could not do what was asked, whatever protocol it was asked in.
public struct ServiceError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of failure. An open set.
    public struct Code: RawRepresentable, Sendable, Hashable {
        public let rawValue: String

        public init(rawValue: String) { self.rawValue = rawValue }

        /// The request is not what the interface describes.
        public static let invalidRequest = Code(rawValue: "invalid_request")
        /// The request asks for something that a council cannot do.
        public static let unsupported = Code(rawValue: "unsupported_parameter")
        /// No key, or one that is not known.
        public static let unauthorized = Code(rawValue: "invalid_api_key")
        /// The key does not allow this, or the request came from a page that must not send it.
        public static let forbidden = Code(rawValue: "forbidden")
        /// Nothing is at this address.
        public static let notFound = Code(rawValue: "not_found")
        /// No such council.
        public static let unknownCouncil = Code(rawValue: "model_not_found")
        /// No such run, or one of another key.
        public static let unknownRun = Code(rawValue: "run_not_found")
        /// The state of things does not allow it, such as deleting a run that is under way.
        public static let conflict = Code(rawValue: "conflict")
        /// The request is larger than the bound.
        public static let tooLarge = Code(rawValue: "request_too_large")
        /// The request did not arrive in time.
        public static let tooSlow = Code(rawValue: "request_timeout")
        /// Too many requests or runs; ask again later.
        public static let tooMany = Code(rawValue: "rate_limit_exceeded")
        /// The run may cost more than is left.
        public static let overBudget = Code(rawValue: "insufficient_quota")
        /// No member answered.
        public static let noAnswer = Code(rawValue: "no_answer")
        /// The final answer does not have the form that was asked for.
        public static let wrongForm = Code(rawValue: "response_format_not_met")
        /// Somebody stopped the run.
        public static let stopped = Code(rawValue: "run_stopped")
        /// The server is ending; the run goes on when it starts again.
        public static let shuttingDown = Code(rawValue: "server_shutting_down")
        /// The journal or something else of the server's own failed.
        public static let failed = Code(rawValue: "server_error")
    }

    public var code: Code
    /// What happened, and what the client can do.
    public var message: String
    /// The field of the request that is at fault.
    public var field: String?
    /// Seconds after which to ask again.
    public var retryAfter: Int?
    /// The run that it is about, so that it can be looked up.
    public var run: String?
    /// What only the owner of the server may know, such as a path. It is logged and sent to no client.
    public var detail: String?

    public init(
        _ code: Code, _ message: String, field: String? = nil, retryAfter: Int? = nil, run: String? = nil,
        detail: String? = nil
    ) {
        self.code = code
        self.message = message
        self.field = field
        self.retryAfter = retryAfter
        self.run = run
        self.detail = detail
    }

    public var description: String { [message, detail].compactMap { $0 }.joined(separator: " ") }
}
