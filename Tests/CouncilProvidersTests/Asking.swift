import CouncilKit
import CouncilProviders
import CouncilTestKit
import FoundationEssentials
import Synchronization

/// The pieces that a call emitted, in order.
final class Pieces: Sendable {
    private let all = Mutex<[Reply.Piece]>([])

    func append(_ piece: Reply.Piece) { all.withLock { $0.append(piece) } }

    var values: [Reply.Piece] { all.withLock { $0 } }

    /// What the text pieces say together.
    var text: String {
        values.reduce(into: "") { text, piece in
            if case .text(let part) = piece { text += part }
        }
    }
}

extension Prompt {
    static let question = Prompt(messages: [Message(.system, "Be brief."), Message(.user, "Is P equal to NP?")])
}

extension LanguageModel {
    /// Asks and returns what came: the reply or the error.
    func answer(
        to prompt: Prompt = .question, _ emit: @Sendable (Reply.Piece) async throws -> Void = { _ in }
    ) async -> Result<Reply, ModelError> {
        do throws(ModelError) { return .success(try await reply(to: prompt, emit: emit)) } catch {
            return .failure(error)
        }
    }
}

extension Result where Failure == ModelError {
    var error: ModelError? {
        guard case .failure(let error) = self else { return nil }
        return error
    }

    var reply: Success? { try? get() }
}

extension FaultServer {
    func model(
        _ id: String = "gpt-x", apiKey: APIKey? = nil, headers: [String: String] = [:], streams: Bool = true,
        requestsInFlight: Int? = nil, structuredOutput: OpenAIEndpoint.StructuredOutput = .automatic
    ) -> OpenAIModel {
        OpenAIModel(
            id,
            at: OpenAIEndpoint(
                name: "openai", baseURL: baseURL, apiKey: apiKey, headers: headers, streams: streams,
                requestsInFlight: requestsInFlight, structuredOutput: structuredOutput))
    }
}

extension ProviderProtocol {
    /// The same protocol as the server names it.
    var dialect: FaultServer.Dialect {
        switch self {
        case .openAI: .openAI
        case .anthropic: .anthropic
        case .gemini: .gemini
        }
    }
}

extension FaultServer {
    /// A model that is asked in any of the protocols, named `openai/gpt-x` and the like.
    func model(
        speaking dialect: ProviderProtocol, apiKey: APIKey? = nil, streams: Bool = true, images: Bool? = nil,
        limits: RateLimits = RateLimits(), modelLimits: [String: RateLimits] = [:], environment: RunEnvironment = .live
    ) -> any ProviderModel {
        let http = HTTPEndpoint(
            name: dialect.rawValue, baseURL: baseURL(for: dialect.dialect), apiKey: apiKey, streams: streams,
            images: images, limits: limits, modelLimits: modelLimits, environment: environment)
        switch dialect {
        case .openAI: return OpenAIModel("gpt-x", at: OpenAIEndpoint(http))
        case .anthropic: return AnthropicModel("gpt-x", at: AnthropicEndpoint(http))
        case .gemini: return GeminiModel("gpt-x", at: GeminiEndpoint(http))
        }
    }
}

/// What one call gets from one step.
func outcome(
    of step: FaultServer.Step, speaking dialect: ProviderProtocol = .openAI, apiKey: APIKey? = nil
) async throws -> Result<Reply, ModelError> {
    try await FaultServer.run([step]) { server in await server.model(speaking: dialect, apiKey: apiKey).answer() }
}

/// A file of `Tests/Recordings`.
func recording(_ name: String, beside file: String = #filePath) throws -> [UInt8] {
    let tests = file.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/")
    return Array(try Data(contentsOf: URL(filePath: "\(tests)/Recordings/\(name)")))
}
