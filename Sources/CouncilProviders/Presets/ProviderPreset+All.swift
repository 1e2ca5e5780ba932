extension ProviderPreset {
    /// Every provider that is ready to be used, by name.
    public static let all: [ProviderPreset] = [
        ProviderPreset(
            name: "openai", speaks: .openAI, baseURL: "https://api.openai.com/v1", keyVariable: "OPENAI_API_KEY",
            note: "OpenAI"),
        ProviderPreset(
            name: "anthropic", speaks: .anthropic, baseURL: "https://api.anthropic.com/v1",
            keyVariable: "ANTHROPIC_API_KEY", note: "Anthropic, by its own Messages API; key in x-api-key"),
        ProviderPreset(
            name: "gemini", speaks: .gemini, baseURL: "https://generativelanguage.googleapis.com/v1beta",
            keyVariable: "GEMINI_API_KEY", note: "Google, by its own API; key in x-goog-api-key"),
        ProviderPreset(
            name: "openrouter", speaks: .openAI, baseURL: "https://openrouter.ai/api/v1",
            keyVariable: "OPENROUTER_API_KEY", note: "OpenRouter, a router to most models"),
        ProviderPreset(
            name: "mistral", speaks: .openAI, baseURL: "https://api.mistral.ai/v1", keyVariable: "MISTRAL_API_KEY",
            note: "Mistral AI"),
        ProviderPreset(
            name: "deepseek", speaks: .openAI, baseURL: "https://api.deepseek.com/v1",
            keyVariable: "DEEPSEEK_API_KEY", note: "DeepSeek"),
        ProviderPreset(
            name: "xai", speaks: .openAI, baseURL: "https://api.x.ai/v1", keyVariable: "XAI_API_KEY", note: "xAI"),
        ProviderPreset(
            name: "groq", speaks: .openAI, baseURL: "https://api.groq.com/openai/v1", keyVariable: "GROQ_API_KEY",
            note: "Groq"),
        ProviderPreset(
            name: "together", speaks: .openAI, baseURL: "https://api.together.xyz/v1",
            keyVariable: "TOGETHER_API_KEY", note: "Together AI"),
        ProviderPreset(
            name: "ollama", speaks: .openAI, baseURL: "http://127.0.0.1:11434/v1", requestsInFlight: 1,
            note: "Ollama on this machine"),
        ProviderPreset(
            name: "lmstudio", speaks: .openAI, baseURL: "http://127.0.0.1:1234/v1", requestsInFlight: 1,
            note: "LM Studio on this machine"),
        ProviderPreset(
            name: "llama.cpp", speaks: .openAI, baseURL: "http://127.0.0.1:8080/v1", requestsInFlight: 1,
            note: "llama-server on this machine"),
        ProviderPreset(
            name: "vllm", speaks: .openAI, baseURL: "http://127.0.0.1:8000/v1", note: "vLLM on this machine"),
        ProviderPreset(
            name: "azure-openai", speaks: .openAI, keyVariable: "AZURE_OPENAI_API_KEY", keyHeader: "api-key",
            note: "Azure OpenAI: base URL https://RESOURCE.openai.azure.com/openai/v1, key in api-key"),
        ProviderPreset(
            name: "custom", speaks: .openAI, note: "Any server that speaks one of the protocols: give its base URL"),
    ]

    /// The provider of a name; `nil` if none is known.
    public static func named(_ name: String) -> ProviderPreset? { all.first { $0.name == name } }
}
