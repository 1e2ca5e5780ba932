import AsyncHTTPClient
public import CouncilKit
import NIOCore
import NIOHTTP1

/// A model at an OpenAI-compatible address, asked through `POST /chat/completions`.
///
/// Decodes only what is used and takes the rest as it comes, so that compatible servers with habits of their own work.
/// A parameter that the server refuses is left out at once and from then on; a refused request generates nothing, so
/// nothing is paid twice. No request is repeated for any other reason.
public struct OpenAIModel: LanguageModel {
    public let endpoint: OpenAIEndpoint
    /// The model's name at the endpoint.
    public let id: String
    /// The endpoint's name and the model's, such as `openai/gpt-5.6-luna`.
    public let name: String

    /// - Parameters:
    ///   - id: The model's name at the endpoint.
    ///   - endpoint: Where the model is.
    public init(_ id: String, at endpoint: OpenAIEndpoint) {
        self.id = id
        self.endpoint = endpoint
        name = "\(endpoint.name)/\(id)"
    }

    public func reply(
        to prompt: Prompt,
        emit: @Sendable (Reply.Piece) async throws -> Void
    ) async throws(ModelError) -> Reply {
        do {
            try await TimeLimit.paused { try await endpoint.limiter?.enter() }
        } catch {
            throw wording.cancelled
        }
        defer { endpoint.limiter?.leave() }
        let response = try await accepted(prompt)
        return try await reply(in: response, emit)
    }

    /// Sends the prompt, without what the server refuses to take.
    private func accepted(_ prompt: Prompt) async throws(ModelError) -> HTTPClientResponse {
        let known = endpoint.refusals[id]
        var refused = known
        var request = try endpoint.request(.POST, "chat/completions", for: name)
        request.headers.replaceOrAdd(name: "content-type", value: "application/json")
        while true {
            let chat = ChatRequest(model: id, prompt: prompt, endpoint: endpoint, without: refused)
            request.body = .bytes(ByteBuffer(string: chat.body.text))
            let response = try await endpoint.send(request, for: name)
            if response.isSuccess {
                if refused != known { endpoint.refusals.remember(refused, for: id) }
                return response
            }
            let words = await endpoint.words(of: response)
            if response.status == .badRequest || response.status == .unprocessableEntity,
                let part = chat.partRefused(in: words)
            {
                refused.insert(part)
                continue
            }
            if Task.isCancelled { throw wording.cancelled }
            throw wording.refusal(response.status, response.headers, words)
        }
    }

    private var wording: FailureWording { endpoint.wording(for: name) }
}
