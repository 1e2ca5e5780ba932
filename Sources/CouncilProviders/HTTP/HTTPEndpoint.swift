public import CouncilKit

/// An address at which models are asked over HTTP, whatever protocol it speaks.
///
/// ```swift
/// let http = HTTPEndpoint(
///     name: "claude", baseURL: "https://api.anthropic.com/v1", apiKey: .environment("ANTHROPIC_API_KEY"),
///     limits: RateLimits(requestsPerMinute: 50), images: false)
/// let member = Member(AnthropicModel("claude-sonnet-5", at: AnthropicEndpoint(http)))
/// ```
///
/// Copies of an endpoint share its limits and what was learned about its models.
public struct HTTPEndpoint: Sendable {
    /// Whether a prompt's form is sent along.
    public enum StructuredOutput: String, Sendable, Hashable, Codable {
        /// The form is sent by the best means that the model takes: JSON Schema, a tool call, and at last not at all.
        case automatic
        /// The form is never sent.
        case off
    }

    /// The name in front of the model names, such as `openai`.
    public let name: String
    /// The address up to and including `/v1` or the like, without a slash at its end.
    public internal(set) var baseURL: String
    /// The key; `nil` for servers that need none.
    public var apiKey: APIKey?
    /// The header that carries the key as it is; `nil` for the protocol's own way.
    public var keyHeader: String?
    /// Headers to add to every request. They win over those that are sent anyway.
    public var headers: [String: String]
    /// Words that are never shown, whoever says them, beside the key and what stands in headers that are named like one:
    /// for example a token in a header of another name.
    public var secrets: [String] = []
    /// Whether replies are asked for piece by piece. A server that sends them whole all the same is understood.
    public var streams: Bool
    public var structuredOutput: StructuredOutput
    /// Whether images are sent. `nil` sends them until a model refuses them; it then reads in words what was left out.
    /// `false` never sends them, `true` takes no refusal for an answer.
    public var images: Bool?
    /// What all models of this endpoint may do together.
    public let limits: RateLimits
    /// What single models may do, by name.
    public let modelLimits: [String: RateLimits]
    /// Seconds within which a connection has to be there.
    public var connectTimeout: Double

    var speaks = ProviderProtocol.openAI
    let limiter: RateLimiter
    let refusals = Refusals()
    /// The query of the address that was given, with its question mark; empty if there was none.
    let query: String

    /// - Parameters:
    ///   - name: The name in front of the model names.
    ///   - baseURL: The address up to and including `/v1` or the like. A query is sent with every request; its values
    ///     are never shown, because some gateways take the key there.
    ///   - apiKey: The key; `nil` for servers that need none.
    ///   - keyHeader: The header that carries the key as it is; `nil` for the protocol's own way.
    ///   - headers: Headers to add to every request.
    ///   - streams: Whether replies are asked for piece by piece.
    ///   - structuredOutput: Whether a prompt's form is sent along.
    ///   - images: Whether images are sent; `nil` until a model refuses them.
    ///   - limits: What all models of this endpoint may do together.
    ///   - modelLimits: What single models may do, by name.
    ///   - connectTimeout: Seconds within which a connection has to be there, above 0.
    ///   - environment: The clock of the limits.
    public init(
        name: String,
        baseURL: String,
        apiKey: APIKey? = nil,
        keyHeader: String? = nil,
        headers: [String: String] = [:],
        streams: Bool = true,
        structuredOutput: StructuredOutput = .automatic,
        images: Bool? = nil,
        limits: RateLimits = RateLimits(),
        modelLimits: [String: RateLimits] = [:],
        connectTimeout: Double = 10,
        environment: RunEnvironment = .live
    ) {
        let parts = baseURL.filter { !$0.isWhitespace }.split(
            separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        self.name = name
        self.baseURL = parts.first.map(String.init)?.withoutSlashesAtEnd ?? ""
        query = parts.count > 1 ? "?\(parts[1])" : ""
        self.apiKey = apiKey
        self.keyHeader = keyHeader
        self.headers = headers
        self.streams = streams
        self.structuredOutput = structuredOutput
        self.images = images
        self.limits = limits
        self.modelLimits = modelLimits
        self.connectTimeout = connectTimeout
        limiter = RateLimiter(name: name, limits: limits, modelLimits: modelLimits, environment: environment)
    }

    /// The endpoint as one that speaks a protocol: without the protocol's action at the end of the address, with its
    /// usual path if the address has none.
    func speaking(_ dialect: ProviderProtocol) -> HTTPEndpoint {
        var endpoint = self
        endpoint.speaks = dialect
        if baseURL.hasSuffix(dialect.action) {
            endpoint.baseURL = String(baseURL.dropLast(dialect.action.count)).withoutSlashesAtEnd
        }
        if let scheme = endpoint.baseURL.firstRange(of: "://"),
            !endpoint.baseURL[scheme.upperBound...].contains("/"), scheme.upperBound < endpoint.baseURL.endIndex
        {
            endpoint.baseURL += dialect.usualPath
        }
        return endpoint
    }

    /// The address of an action, which may have a query of its own.
    func url(_ action: String) -> String {
        action.contains("?")
            ? "\(baseURL)/\(action)\(query.replacing("?", with: "&", maxReplacements: 1))"
            : "\(baseURL)/\(action)\(query)"
    }
}

extension HTTPEndpoint: CustomStringConvertible, CustomReflectable {
    /// The name and the address, without any secret.
    public var description: String { "\(name) at \(visibleURL)" }

    public var customMirror: Mirror { Mirror(self, children: ["name": name, "baseURL": visibleURL]) }

    /// The base URL without query, user name and password.
    var visibleURL: String {
        guard let scheme = baseURL.firstRange(of: "://") else { return baseURL }
        let host = baseURL[scheme.upperBound...].prefix { $0 != "/" }
        guard let at = host.lastIndex(of: "@") else { return baseURL }
        return String(baseURL[..<scheme.upperBound] + baseURL[baseURL.index(after: at)...])
    }
}

extension String {
    fileprivate var withoutSlashesAtEnd: String {
        guard let end = lastIndex(where: { $0 != "/" }) else { return "" }
        return String(self[...end])
    }
}
