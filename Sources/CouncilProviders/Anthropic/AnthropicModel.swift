public import CouncilKit

/// A model that is asked through Anthropic's Messages API (`POST /v1/messages`, version 2023-06-01).
///
/// The protocol wants a limit for every reply: a prompt without one gets 32,000 tokens, thoughts included, or 8,192 or
/// 4,096 where a model refuses that many. A seed is not sent, because the protocol has none.
public struct AnthropicModel: ProviderModel {
    public let provider: AnthropicEndpoint
    public let id: String
    /// The endpoint's name and the model's, such as `anthropic/claude-sonnet-5`.
    public let name: String

    /// - Parameters:
    ///   - id: The model's name at the endpoint.
    ///   - endpoint: Where the model is.
    public init(_ id: String, at endpoint: AnthropicEndpoint = .anthropic) {
        self.id = id
        provider = endpoint
        name = "\(endpoint.name)/\(id)"
    }

    public func reply(
        to prompt: Prompt,
        emit: @Sendable (Reply.Piece) async throws -> Void
    ) async throws(ModelError) -> Reply {
        try await provider.http.reply(in: AnthropicDialect.self, to: prompt, by: id, called: name, emit)
    }
}
