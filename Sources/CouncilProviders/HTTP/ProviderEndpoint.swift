public import CouncilKit

/// Where models of one provider are asked: ``OpenAIEndpoint``, ``AnthropicEndpoint`` or ``GeminiEndpoint``.
public protocol ProviderEndpoint: Sendable, CustomStringConvertible {
    /// Address, key, limits and habits.
    var http: HTTPEndpoint { get set }

    /// A model at this endpoint, by its name there.
    func model(_ id: String) -> any ProviderModel

    /// The names of the models that the provider offers, in its order.
    ///
    /// - Throws: A ``ModelError`` with the provider's own words, under the endpoint's name.
    func models() async throws(ModelError) -> [String]
}

extension ProviderEndpoint {
    /// The name in front of the model names, such as `openai`.
    public var name: String { http.name }
    /// The address up to and including `/v1` or the like.
    public var baseURL: String { http.baseURL }
    /// The name and the address, without any secret.
    public var description: String { http.description }
}

/// A model at a ``ProviderEndpoint``.
public protocol ProviderModel: LanguageModel {
    associatedtype Endpoint: ProviderEndpoint
    /// Where the model is.
    var provider: Endpoint { get }
    /// The model's name there.
    var id: String { get }
}

extension ProviderModel {
    /// The endpoint's name and address: its models fail together.
    public var endpoint: String { provider.description }

    public var requestOptions: String {
        let images = provider.http.images.map { "images: \($0), " } ?? ""
        return "\(images)structured output: \(provider.http.structuredOutput)"
    }
}
