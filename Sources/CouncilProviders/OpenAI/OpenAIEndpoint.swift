import CouncilKit

/// An address that speaks OpenAI's chat-completions protocol: OpenAI itself or one of the many compatible servers.
///
/// ```swift
/// let endpoint = OpenAIEndpoint(
///     name: "openrouter", baseURL: "https://openrouter.ai/api/v1", apiKey: .environment("OPENROUTER_API_KEY"))
/// let member = Member(OpenAIModel("deepseek/deepseek-r1", at: endpoint))
/// ```
///
/// Copies of an endpoint share its limit of requests in flight and what was learned about its models.
public struct OpenAIEndpoint: Sendable {
    /// Whether a prompt's form is sent along as JSON Schema.
    public enum StructuredOutput: String, Sendable, Hashable, Codable {
        /// The form is sent; a server that refuses it is asked without it from then on.
        case automatic
        /// The form is never sent.
        case off
    }

    /// The name in front of the model names, such as `openai`.
    public let name: String
    /// The address up to and including `/v1`, without a slash at its end.
    public let baseURL: String
    /// The key, sent as `Authorization: Bearer`; `nil` for servers that need none.
    public var apiKey: APIKey?
    /// Headers to add to every request. They win over those that are sent anyway.
    public var headers: [String: String]
    /// Whether replies are asked for piece by piece. A server that sends them whole all the same is understood.
    public var streams: Bool
    /// The most requests under way at once, over all models of this endpoint; `nil` for no limit.
    public let requestsInFlight: Int?
    public var structuredOutput: StructuredOutput

    let limiter: RequestLimiter?
    let refusals = Refusals()
    /// The query of the address that was given, with its question mark; empty if there was none.
    let query: String

    /// - Parameters:
    ///   - name: The name in front of the model names.
    ///   - baseURL: The address up to and including `/v1`. A slash or `/chat/completions` at its end does no harm; a
    ///     query is sent with every request; its values are never shown, because some gateways take the key there.
    ///   - apiKey: The key; `nil` for servers that need none.
    ///   - headers: Headers to add to every request.
    ///   - streams: Whether replies are asked for piece by piece.
    ///   - requestsInFlight: The most requests at once, 1 or more; `nil` for no limit.
    ///   - structuredOutput: Whether a prompt's form is sent along as JSON Schema.
    public init(
        name: String,
        baseURL: String,
        apiKey: APIKey? = nil,
        headers: [String: String] = [:],
        streams: Bool = true,
        requestsInFlight: Int? = nil,
        structuredOutput: StructuredOutput = .automatic
    ) {
        let parts = baseURL.filter { !$0.isWhitespace }.split(
            separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        self.name = name
        self.baseURL = Self.base(of: parts.first.map(String.init) ?? "")
        query = parts.count > 1 ? "?\(parts[1])" : ""
        self.apiKey = apiKey
        self.headers = headers
        self.streams = streams
        self.requestsInFlight = requestsInFlight
        self.structuredOutput = structuredOutput
        limiter = requestsInFlight.map { RequestLimiter(limit: $0) }
    }

    private static func base(of url: String) -> String {
        func withoutSlashes(_ url: String) -> String {
            guard let end = url.lastIndex(where: { $0 != "/" }) else { return "" }
            return String(url[...end])
        }
        let url = withoutSlashes(url)
        let action = "/chat/completions"
        return url.hasSuffix(action) ? withoutSlashes(String(url.dropLast(action.count))) : url
    }

    func url(_ action: String) -> String { "\(baseURL)/\(action)\(query)" }
}

extension OpenAIEndpoint: CustomStringConvertible, CustomReflectable {
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

extension OpenAIEndpoint {
    /// OpenAI, with the key in `OPENAI_API_KEY`.
    public static let openAI = OpenAIEndpoint(
        name: "openai", baseURL: "https://api.openai.com/v1", apiKey: .environment("OPENAI_API_KEY"))

    /// Ollama on this machine at its usual port.
    public static let ollama = OpenAIEndpoint(name: "ollama", baseURL: "http://127.0.0.1:11434/v1")
}
