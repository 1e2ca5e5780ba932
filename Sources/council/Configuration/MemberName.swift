/// The name of a member as people write it: `provider/model`. The model's part may hold slashes of its own.
struct MemberName: Equatable {
    var provider: String
    var model: String

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
            throw ConfigurationError(
                "“\(text)”: there is no provider “\(provider)”. "
                    + ConfigurationError.suggestion(for: provider, among: known))
        }
        guard provider == Configuration.localProvider, let localModels, !localModels.contains(model) else { return }
        throw ConfigurationError(
            "“\(text)”: there is no local model “\(model)”. "
                + ConfigurationError.suggestion(for: model, among: localModels))
    }
}
