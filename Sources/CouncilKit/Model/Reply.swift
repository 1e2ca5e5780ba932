/// What a model returned in one call.
public struct Reply: Sendable, Hashable, Codable {
    /// A part of a reply as it streams in.
    public enum Piece: Sendable, Hashable {
        /// A part of the answer.
        case text(String)
        /// A part of the reasoning that some models show before they answer. Never part of the answer.
        case reasoning(String)
        /// No part of the reply: the request waits for its turn.
        case waiting(Wait)
    }

    /// A request that is not sent yet, and why.
    public struct Wait: Sendable, Hashable, Codable {
        /// What is waited for, such as the name of a provider.
        public var subject: String
        /// Seconds until the request will be sent; `nil` if that depends on other requests.
        public var seconds: Double?

        public init(for subject: String, seconds: Double? = nil) {
            self.subject = subject
            self.seconds = seconds
        }
    }

    /// Why the model stopped. An open set: providers invent new ones.
    public struct StopReason: RawRepresentable, Sendable, Hashable, Codable {
        public let rawValue: String

        public init(rawValue: String) { self.rawValue = rawValue }

        /// The model came to its end.
        public static let finished = StopReason(rawValue: "finished")
        /// The reply was cut at its token limit.
        public static let length = StopReason(rawValue: "length")
        /// The provider withheld or ended the reply for its content: a safety filter outside the model.
        public static let filtered = StopReason(rawValue: "filtered")
        /// The model itself declined to answer.
        public static let refused = StopReason(rawValue: "refused")
    }

    /// How long the call took, measured by the council.
    public struct Timing: Sendable, Hashable, Codable {
        /// Seconds from sending the request to the first piece; `nil` if the reply came in one part.
        public var firstPiece: Double?
        /// Seconds from sending the request to the end of the reply.
        public var total: Double

        public init(firstPiece: Double? = nil, total: Double) {
            self.firstPiece = firstPiece
            self.total = total
        }
    }

    /// A token that the model could have written and how probable that was.
    public struct TokenProbability: Sendable, Hashable, Codable {
        public var token: String
        /// 0 to 1, before sampling.
        public var probability: Double

        public init(token: String, probability: Double) {
            self.token = token
            self.probability = probability
        }
    }

    public var text: String
    /// The reasoning, if the provider shows it; otherwise empty.
    public var reasoning: String
    public var stopReason: StopReason
    /// Why the model declined or the provider withheld the reply, in the provider's words, if it says.
    public var stopExplanation: String?
    /// The tokens that the provider counted, if it says.
    public var usage: Usage?
    /// The model that answered, in the provider's words; it may be more precise than the name that was asked for.
    public var reportedModel: String?
    public var timing: Timing?
    /// The name of the model that answered in place of the one that was asked: a fallback, or the winner of a hedge.
    public var answeredBy: String?
    /// The names of attachments that the model could not take and was told of in words.
    public var omissions: [String]?
    /// Whether the reply came from the response cache and cost nothing.
    public var isCached: Bool?
    /// The tokens that could have stood first in the text, if they were asked for and the provider tells them.
    public var topTokens: [TokenProbability]?

    public init(
        text: String,
        reasoning: String = "",
        stopReason: StopReason = .finished,
        stopExplanation: String? = nil,
        usage: Usage? = nil,
        reportedModel: String? = nil,
        timing: Timing? = nil,
        answeredBy: String? = nil,
        omissions: [String]? = nil,
        isCached: Bool? = nil,
        topTokens: [TokenProbability]? = nil
    ) {
        self.text = text
        self.reasoning = reasoning
        self.stopReason = stopReason
        self.stopExplanation = stopExplanation
        self.usage = usage
        self.reportedModel = reportedModel
        self.timing = timing
        self.answeredBy = answeredBy
        self.omissions = omissions
        self.isCached = isCached
        self.topTokens = topTokens
    }
}

/// Tokens of one or several calls, as counted by the provider.
public struct Usage: Sendable, Hashable, Codable {
    /// Tokens of the prompt, including those read from a cache.
    public var input: Int
    /// Tokens written, including reasoning.
    public var output: Int
    /// Prompt tokens that the provider read from its cache; part of `input`.
    public var cachedInput: Int
    /// Tokens spent on reasoning; part of `output`.
    public var reasoning: Int
    /// Prompt tokens that the provider wrote to its cache, where it charges for that; part of `input`.
    public var cacheWrites: Int?
    /// US dollars that the provider says it charges; `nil` where it does not say.
    public var cost: Double?

    public init(
        input: Int, output: Int, cachedInput: Int = 0, reasoning: Int = 0, cacheWrites: Int? = nil, cost: Double? = nil
    ) {
        self.input = input
        self.output = output
        self.cachedInput = cachedInput
        self.reasoning = reasoning
        self.cacheWrites = cacheWrites
        self.cost = cost
    }

    public static func + (left: Usage, right: Usage) -> Usage {
        Usage(
            input: left.input + right.input,
            output: left.output + right.output,
            cachedInput: left.cachedInput + right.cachedInput,
            reasoning: left.reasoning + right.reasoning,
            cacheWrites: left.cacheWrites.map { $0 + (right.cacheWrites ?? 0) } ?? right.cacheWrites,
            cost: left.cost.flatMap { cost in right.cost.map { cost + $0 } }
        )
    }
}
