/// A provider that is ready to be used by its name: all that is known of it but the key.
///
/// ```swift
/// let groq = ProviderPreset.named("groq")?.endpoint()
/// let member = groq.map { Member($0.model("llama-4-70b")) }
/// ```
public struct ProviderPreset: Sendable, Hashable {
    /// The name in front of the model names.
    public var name: String
    /// The protocol that is spoken with it.
    public var speaks: ProviderProtocol
    /// The address up to and including `/v1` or the like; `nil` if only the user knows it.
    public var baseURL: String?
    /// The environment variable that holds the key by custom; `nil` for servers that need none.
    public var keyVariable: String?
    /// The header that carries the key as it is; `nil` for the protocol's own way.
    public var keyHeader: String?
    /// The most requests at once that serve anybody, for servers on one's own machine.
    public var requestsInFlight: Int?
    /// What the provider is, in one line.
    public var note: String

    public init(
        name: String, speaks: ProviderProtocol, baseURL: String? = nil, keyVariable: String? = nil,
        keyHeader: String? = nil,
        requestsInFlight: Int? = nil, note: String
    ) {
        self.name = name
        self.speaks = speaks
        self.baseURL = baseURL
        self.keyVariable = keyVariable
        self.keyHeader = keyHeader
        self.requestsInFlight = requestsInFlight
        self.note = note
    }

    /// The endpoint with the provider's usual settings.
    /// - Returns: `nil` if the provider's address is not known.
    public func endpoint() -> (any ProviderEndpoint)? {
        guard let baseURL else { return nil }
        return speaks.endpoint(
            HTTPEndpoint(
                name: name, baseURL: baseURL, apiKey: keyVariable.map { .environment($0) }, keyHeader: keyHeader,
                limits: RateLimits(requestsInFlight: requestsInFlight)))
    }
}

extension ProviderProtocol {
    /// An endpoint that speaks this protocol.
    public func endpoint(_ http: HTTPEndpoint) -> any ProviderEndpoint {
        switch self {
        case .openAI: OpenAIEndpoint(http)
        case .anthropic: AnthropicEndpoint(http)
        case .gemini: GeminiEndpoint(http)
        }
    }
}
