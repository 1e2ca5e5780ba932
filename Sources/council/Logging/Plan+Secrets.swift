extension Plan {
    /// The keys of the providers, as far as they are set: what no log may hold.
    func secrets(in environment: [String: String]) -> [String] {
        let variables = providers.values.compactMap(\.apiKeyEnvironment)
        let inHeaders = providers.values.flatMap(\.variablesInHeaders)
        return (variables + inHeaders).compactMap { environment[$0] }.flatMap { value in
            [value, String(value.trimmingSpace)]
        }
    }
}

extension String {
    fileprivate var trimmingSpace: Substring {
        let start = drop(while: \.isWhitespace)
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return start[...end]
    }
}
