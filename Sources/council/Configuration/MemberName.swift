import CouncilProviders

/// The name of a member as people write it: `provider/model`. The model's part may hold slashes of its own.
struct MemberName: Sendable, Equatable {
    var provider: String
    var model: String
    /// Who is asked in its place, one after the other, when it fails.
    var fallbacks: [MemberName] = []

    /// The name and those of its fallbacks.
    var all: [MemberName] { [self] + fallbacks }

    /// Reads a member and its fallbacks.
    init(_ chain: MemberChain, providers: [String], localModels: [String]? = nil) throws(ConfigurationError) {
        try self.init(chain.model, providers: providers, localModels: localModels)
        for fallback in chain.fallbacks {
            fallbacks.append(try MemberName(fallback, providers: providers, localModels: localModels))
        }
    }

    /// - Parameter localModels: The models on this machine; `nil` leaves them unchecked.
    init(_ text: String, providers: [String], localModels: [String]? = nil) throws(ConfigurationError) {
        let known = providers + [Configuration.localProvider]
        guard let slash = text.firstIndex(of: "/"), slash > text.startIndex, text.index(after: slash) < text.endIndex
        else {
            throw ConfigurationError(
                "A member is written provider/model, for example local/qwen2.5-coder-1.5b, not “\(text)”.")
        }
        provider = String(text[..<slash])
        model = String(text[text.index(after: slash)...])
        guard known.contains(provider) else {
            throw ConfigurationError("“\(text)”: " + Self.complaint(about: provider, among: known))
        }
        guard provider == Configuration.localProvider, let localModels, !localModels.contains(model) else { return }
        throw ConfigurationError(
            "“\(text)”: there is no local model “\(model)”. "
                + ConfigurationError.suggestion(for: model, among: localModels))
    }

    /// Why a provider cannot be used that is not set up, from the second word of a sentence on.
    static func complaint(about provider: String, among known: [String]) -> String {
        if let preset = ProviderPreset.named(provider), preset.baseURL == nil {
            return "“\(provider)” needs a base_url under “providers” in council.yaml. \(preset.note)."
        }
        return "there is no provider “\(provider)”. " + ConfigurationError.suggestion(for: provider, among: known)
    }
}
