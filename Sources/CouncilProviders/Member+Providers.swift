public import CouncilKit

extension Member {
    /// A model of OpenAI, with the key in `OPENAI_API_KEY`.
    public static func openAI(_ model: String) -> Member {
        Member(OpenAIModel(model, at: .openAI))
    }

    /// A model of Anthropic, with the key in `ANTHROPIC_API_KEY`.
    public static func anthropic(_ model: String) -> Member {
        Member(AnthropicModel(model))
    }

    /// A model of Google, with the key in `GEMINI_API_KEY`.
    public static func gemini(_ model: String) -> Member {
        Member(GeminiModel(model))
    }

    /// A model of the Ollama that runs on this machine.
    public static func ollama(_ model: String) -> Member {
        Member(OpenAIModel(model, at: .ollama))
    }

    /// A model at any OpenAI-compatible address. Its name begins with the host, such as `127.0.0.1:8080/qwen`.
    /// - Parameters:
    ///   - model: The model's name there.
    ///   - baseURL: The address up to and including `/v1`.
    ///   - apiKeyEnvironment: The environment variable that holds the key; `nil` if none is needed.
    public static func openAICompatible(
        _ model: String, at baseURL: String, apiKeyEnvironment: String? = nil
    ) -> Member {
        let endpoint = OpenAIEndpoint(
            name: OpenAIEndpoint.host(of: baseURL), baseURL: baseURL,
            apiKey: apiKeyEnvironment.map(APIKey.environment))
        return Member(OpenAIModel(model, at: endpoint))
    }
}

extension OpenAIEndpoint {
    /// The host and, if given, the port of an address.
    fileprivate static func host(of url: String) -> String {
        let start = url.firstRange(of: "://")?.upperBound ?? url.startIndex
        let authority = url[start...].prefix { $0 != "/" && $0 != "?" }
        return String(authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority)
    }
}
