extension Plan {
    /// The environment variables that hold the keys of those who may be asked, as far as they are not set.
    func missingKeys(in environment: [String: String]) -> Set<String> {
        let variables = Set(allNames.map(\.provider)).compactMap { providers[$0]?.apiKeyEnvironment }
        return Set(variables.filter { environment[$0]?.allSatisfy(\.isWhitespace) ?? true })
    }
}
