/// Why a model could not answer, in words fit for the person who pays for it.
public struct ModelError: Error, Sendable, Hashable, Codable {
    /// The kind of failure. An open set, so that new kinds break no caller.
    public struct Code: RawRepresentable, Sendable, Hashable, Codable {
        public let rawValue: String

        public init(rawValue: String) { self.rawValue = rawValue }

        /// The server could not be reached or the connection broke before the reply began.
        public static let connection = Code(rawValue: "connection")
        /// No reply within the time allowed.
        public static let timeout = Code(rawValue: "timeout")
        /// The key is missing or was refused.
        public static let unauthorized = Code(rawValue: "unauthorized")
        /// The provider does not know the model or the address.
        public static let notFound = Code(rawValue: "not_found")
        /// Too many requests or tokens.
        public static let rateLimited = Code(rawValue: "rate_limited")
        /// No credit or quota left: waiting does not help.
        public static let noCredit = Code(rawValue: "no_credit")
        /// The provider refused the request as wrong.
        public static let badRequest = Code(rawValue: "bad_request")
        /// Another request was in the way (409), at a provider whose own clients ask again then.
        public static let conflict = Code(rawValue: "conflict")
        /// The provider failed (5xx).
        public static let server = Code(rawValue: "server")
        /// What came back is not the protocol that was expected.
        public static let malformed = Code(rawValue: "malformed")
        /// The reply broke off before its end.
        public static let truncated = Code(rawValue: "truncated")
        /// The reply ended without any text.
        public static let empty = Code(rawValue: "empty")
        /// The reply was cut off at its token limit where only a whole one is of use.
        public static let incomplete = Code(rawValue: "incomplete")
        /// The model declined to answer and wrote nothing else.
        public static let refused = Code(rawValue: "refused")
        /// The provider's content filter withheld the reply.
        public static let filtered = Code(rawValue: "filtered")
        /// The call was not made: its endpoint has failed too often of late, or the model for good in this run.
        public static let skipped = Code(rawValue: "skipped")
        /// The call was not made, or not made whole: it does not fit the budget.
        public static let overBudget = Code(rawValue: "over_budget")
        /// A review came, but held no ballot that could be read.
        public static let unreadableReview = Code(rawValue: "unreadable_review")
        /// A reply came, but not in the form that was asked for.
        public static let unreadableReply = Code(rawValue: "unreadable_reply")
        /// The caller cancelled.
        public static let cancelled = Code(rawValue: "cancelled")
    }

    /// What a reply has cost that is of no use.
    public struct Billing: Sendable, Hashable, Codable {
        /// The name of the model that wrote it.
        public var model: String
        /// The tokens that the provider has counted; of a reply that broke off, those it had counted by then.
        public var usage: Usage

        public init(model: String, usage: Usage) {
            self.model = model
            self.usage = usage
        }
    }

    public var code: Code
    /// What happened, to which model, with the provider's own words.
    public var message: String
    /// What the user can do, if there is something.
    public var suggestion: String?
    /// The HTTP status, if there was one.
    public var status: Int?
    /// Seconds after which the provider wants to be asked again, if it says so.
    public var retryAfter: Double?
    /// What was counted although there is no reply, such as one that was all reasoning; `nil` if nobody counted.
    public var billing: Billing?
    /// US dollars that the provider may bill for the call beyond ``billing``, at most: what the run's budget holds ready
    /// for that. `nil` if nothing is owed, or if there is no budget.
    public var mayCost: Double?
    /// What a member or the chair had written when the call failed; `nil` if nothing had come, or only thoughts.
    public var partial: String?

    public init(
        _ code: Code, _ message: String, suggestion: String? = nil, status: Int? = nil, retryAfter: Double? = nil,
        billing: Billing? = nil, partial: String? = nil
    ) {
        self.code = code
        self.message = message
        self.suggestion = suggestion
        self.status = status
        self.retryAfter = retryAfter
        self.billing = billing
        self.partial = partial
    }

    /// The error with what a provider has counted for it.
    public func billed(_ usage: Usage?, by model: String) -> ModelError {
        guard let usage else { return self }
        var error = self
        error.billing = Billing(model: model, usage: usage)
        return error
    }

    /// Seconds that a provider may ask a call to wait, at most: one whose provider wants more has failed.
    public static let longestRequestedWait = 60.0

    /// Whether the same request may well succeed later, and was most likely not paid for.
    ///
    /// Connection failures, the statuses 408, 425, 429 and 5xx, 409 where that is documented, and errors that say
    /// the same inside a reply. The council's own time limit is not among them: the provider may still write, and bill, the reply nobody waits for.
    public var isTransient: Bool {
        switch code {
        case .connection, .rateLimited, .conflict, .truncated: true
        case .server: status != 501 && status != 505
        case .timeout: status == 408
        case .badRequest: status == 425
        default: false
        }
    }
}

extension ModelError: CustomStringConvertible {
    public var description: String {
        guard let suggestion else { return message }
        return "\(message) — \(suggestion)"
    }
}
