public import CouncilKit

/// An address that speaks Google's Gemini API.
///
/// Copies of an endpoint share its limits and what was learned about its models.
public struct GeminiEndpoint: ProviderEndpoint {
    public var http: HTTPEndpoint

    /// - Parameter http: Address, key, limits and habits. The address may end in `/v1beta` or behind the host.
    public init(_ http: HTTPEndpoint) { self.http = http.speaking(.gemini) }

    /// - Parameters:
    ///   - name: The name in front of the model names.
    ///   - baseURL: The address up to and including `/v1beta`.
    ///   - apiKey: The key, sent as `x-goog-api-key`; `nil` for servers that need none.
    public init(
        name: String = "gemini", baseURL: String = "https://generativelanguage.googleapis.com/v1beta",
        apiKey: APIKey? = .environment("GEMINI_API_KEY")
    ) {
        self.init(HTTPEndpoint(name: name, baseURL: baseURL, apiKey: apiKey))
    }

    public func model(_ id: String) -> any ProviderModel { GeminiModel(id, at: self) }

    /// The names of the models that the server offers and that write text, in its order (`GET /v1beta/models`).
    public func models() async throws(ModelError) -> [String] {
        try await http.list("models?pageSize=1000").compactMap { model in
            let methods = model["supportedGenerationMethods"]?.elements.compactMap(\.string)
            guard methods?.contains("generateContent") ?? true, let name = model["name"]?.string else { return nil }
            return name.hasPrefix("models/") ? String(name.dropFirst("models/".count)) : name
        }
    }

    /// Google, with the key in `GEMINI_API_KEY`.
    public static let gemini = GeminiEndpoint()
}
