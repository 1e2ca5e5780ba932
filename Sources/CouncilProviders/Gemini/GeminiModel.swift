public import CouncilKit

/// A model that is asked through Google's Gemini API (`POST /v1beta/models/MODEL:streamGenerateContent?alt=sse`, or
/// `:generateContent` for a reply in one part).
///
/// The model's thoughts are asked for; what it thinks costs the same whether they are shown or not.
public struct GeminiModel: ProviderModel {
    public let provider: GeminiEndpoint
    public let id: String
    /// The endpoint's name and the model's, such as `gemini/gemini-3.5-flash`.
    public let name: String

    /// - Parameters:
    ///   - id: The model's name at the endpoint.
    ///   - endpoint: Where the model is.
    public init(_ id: String, at endpoint: GeminiEndpoint = .gemini) {
        self.id = id
        provider = endpoint
        name = "\(endpoint.name)/\(id)"
    }

    public func reply(
        to prompt: Prompt,
        emit: @Sendable (Reply.Piece) async throws -> Void
    ) async throws(ModelError) -> Reply {
        try await provider.http.reply(in: GeminiDialect.self, to: prompt, by: id, called: name, emit)
    }
}
