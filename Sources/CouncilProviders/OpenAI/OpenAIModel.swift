public import CouncilKit

/// A model at an OpenAI-compatible address, asked through `POST /chat/completions`.
///
/// Decodes only what is used and takes the rest as it comes, so that compatible servers with habits of their own work.
/// A parameter that the server refuses is left out at once and from then on; a refused request generates nothing, so
/// nothing is paid twice. No request is repeated for any other reason.
public struct OpenAIModel: ProviderModel {
    public let provider: OpenAIEndpoint
    public let id: String
    /// The endpoint's name and the model's, such as `openai/gpt-5.6-luna`.
    public let name: String

    /// - Parameters:
    ///   - id: The model's name at the endpoint.
    ///   - endpoint: Where the model is.
    public init(_ id: String, at endpoint: OpenAIEndpoint) {
        self.id = id
        provider = endpoint
        name = "\(endpoint.name)/\(id)"
    }

    public func reply(
        to prompt: Prompt,
        emit: @Sendable (Reply.Piece) async throws -> Void
    ) async throws(ModelError) -> Reply {
        try await provider.http.reply(in: OpenAIDialect.self, to: prompt, by: id, called: name, emit)
    }
}
