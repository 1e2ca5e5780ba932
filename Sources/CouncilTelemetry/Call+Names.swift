import CouncilKit

extension Call {
    /// What OpenTelemetry calls the provider of a model: the part of its name before the first slash, in the
    /// conventions' own spelling where they have one.
    var providerName: String {
        let name = String(model.prefix { $0 != "/" })
        return Self.wellKnownProviders[name] ?? name
    }

    /// The model's name without the provider.
    var modelName: String {
        guard let slash = model.firstIndex(of: "/") else { return model }
        return String(model[model.index(after: slash)...])
    }

    private static let wellKnownProviders = [
        "gemini": "gcp.gemini", "mistral": "mistral_ai", "xai": "x_ai", "azure-openai": "azure.ai.openai",
    ]
}

extension Stage {
    /// The word for the stage in spans and metrics.
    var word: String { rawValue }
}

extension ModelError {
    /// The value of `error.type`: the HTTP status, if there was one, would say less.
    var type: String { code.rawValue }
}
