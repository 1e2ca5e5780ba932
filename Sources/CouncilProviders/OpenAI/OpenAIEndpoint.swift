public import CouncilKit

/// An address that speaks OpenAI's chat-completions protocol: OpenAI itself or one of the many compatible servers.
///
/// ```swift
/// let endpoint = OpenAIEndpoint(
///     name: "openrouter", baseURL: "https://openrouter.ai/api/v1", apiKey: .environment("OPENROUTER_API_KEY"))
/// let member = Member(OpenAIModel("deepseek/deepseek-r1", at: endpoint))
/// ```
///
/// Copies of an endpoint share its limits and what was learned about its models.
public struct OpenAIEndpoint: ProviderEndpoint {
    public typealias StructuredOutput = HTTPEndpoint.StructuredOutput

    public var http: HTTPEndpoint

    /// - Parameter http: Address, key, limits and habits. `/chat/completions` at the end of the address does no harm.
    public init(_ http: HTTPEndpoint) { self.http = http.speaking(.openAI) }

    /// - Parameters:
    ///   - name: The name in front of the model names.
    ///   - baseURL: The address up to and including `/v1`. A slash or `/chat/completions` at its end does no harm; a
    ///     query is sent with every request; its values are never shown, because some gateways take the key there.
    ///   - apiKey: The key; `nil` for servers that need none.
    ///   - headers: Headers to add to every request.
    ///   - streams: Whether replies are asked for piece by piece.
    ///   - requestsInFlight: The most requests at once, 1 or more; `nil` for no limit.
    ///   - structuredOutput: Whether a prompt's form is sent along.
    public init(
        name: String,
        baseURL: String,
        apiKey: APIKey? = nil,
        headers: [String: String] = [:],
        streams: Bool = true,
        requestsInFlight: Int? = nil,
        structuredOutput: StructuredOutput = .automatic
    ) {
        self.init(
            HTTPEndpoint(
                name: name, baseURL: baseURL, apiKey: apiKey, headers: headers, streams: streams,
                structuredOutput: structuredOutput, limits: RateLimits(requestsInFlight: requestsInFlight)))
    }

    public func model(_ id: String) -> any ProviderModel { OpenAIModel(id, at: self) }

    /// The names of the models that the server offers, in its order (`GET /models`), without those of which it says that
    /// they do not chat.
    public func models() async throws(ModelError) -> [String] {
        try await http.list("models").filter(\.mayChat).compactMap {
            $0.string ?? $0["id"]?.string ?? $0["name"]?.string
        }
    }
}

extension JSONValue {
    /// Mistral, Azure and Together tell in three ways what a model is for, most others not at all.
    var mayChat: Bool {
        let capabilities = self["capabilities"]
        guard capabilities?["completion_chat"] != false, capabilities?["chat_completion"] != false else { return false }
        let others = ["embedding", "image", "audio", "video", "moderation", "rerank", "transcribe"]
        return !others.contains(self["type"]?.string ?? "")
    }
}

extension OpenAIEndpoint {
    /// OpenAI, with the key in `OPENAI_API_KEY`.
    public static let openAI = OpenAIEndpoint(
        name: "openai", baseURL: "https://api.openai.com/v1", apiKey: .environment("OPENAI_API_KEY"))

    /// Ollama on this machine at its usual port.
    public static let ollama = OpenAIEndpoint(name: "ollama", baseURL: "http://127.0.0.1:11434/v1")
}
