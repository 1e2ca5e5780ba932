public import CouncilKit

/// An address that speaks Anthropic's Messages API: Anthropic itself or a compatible server.
///
/// Copies of an endpoint share its limits and what was learned about its models.
public struct AnthropicEndpoint: ProviderEndpoint {
    public var http: HTTPEndpoint

    /// - Parameter http: Address, key, limits and habits. The address may end in `/v1`, in `/v1/messages` or behind the
    ///   host.
    public init(_ http: HTTPEndpoint) { self.http = http.speaking(.anthropic) }

    /// - Parameters:
    ///   - name: The name in front of the model names.
    ///   - baseURL: The address up to and including `/v1`.
    ///   - apiKey: The key, sent as `x-api-key`; `nil` for servers that need none.
    public init(
        name: String = "anthropic", baseURL: String = "https://api.anthropic.com/v1",
        apiKey: APIKey? = .environment("ANTHROPIC_API_KEY")
    ) {
        self.init(HTTPEndpoint(name: name, baseURL: baseURL, apiKey: apiKey))
    }

    public func model(_ id: String) -> any ProviderModel { AnthropicModel(id, at: self) }

    /// The names of the models that the server offers, in its order (`GET /v1/models`).
    public func models() async throws(ModelError) -> [String] {
        try await http.list("models?limit=1000").compactMap { $0["id"]?.string }
    }

    /// Anthropic, with the key in `ANTHROPIC_API_KEY`.
    public static let anthropic = AnthropicEndpoint()
}
