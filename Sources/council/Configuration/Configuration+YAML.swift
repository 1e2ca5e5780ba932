import CouncilKit

extension Configuration {
    /// Reads a `council.yaml`.
    /// - Parameters:
    ///   - isTrusted: Whether the file may name a program to start and send environment variables in headers.
    ///   - localModels: The models on this machine; `nil` leaves them unchecked.
    /// - Throws: ``ConfigurationError`` with file, line and the nearest valid name.
    init(
        yaml text: String, file: String, isTrusted: Bool = true, localModels: [String]? = nil
    ) throws(ConfigurationError) {
        let root = try YAMLReader(text, file: file)
        let fields = try root.fields(["default", "councils", "providers", "local", "budget", "prices"])
        var providers = Self.knownProviders
        for (name, entry) in try fields["providers"]?.entries() ?? [] {
            guard name != Self.localProvider else {
                throw entry.error("“local” is the models on this machine: set it up under the key “local” at the top.")
            }
            providers[name] = try Self.provider(entry, known: Self.knownProviders[name], isTrusted: isTrusted)
        }
        var councils: [String: CouncilEntry] = [:]
        for (name, entry) in try fields["councils"]?.entries() ?? [] {
            councils[name] = try Self.council(entry, providers: Array(providers.keys), localModels: localModels)
        }
        if councils.isEmpty { councils["local"] = Self.localCouncil }
        let names = councils.keys.sorted()
        let chosen: String
        if let field = fields["default"] {
            chosen = try field.string()
            guard councils[chosen] != nil else {
                throw field.error(
                    "There is no council “\(chosen)”. \(ConfigurationError.suggestion(for: chosen, among: names))")
            }
        } else if names.count == 1 || councils["default"] != nil {
            chosen = councils["default"] != nil ? "default" : names[0]
        } else {
            throw root.error("Say with “default: NAME” which council to ask: \(names.joined(separator: ", ")).")
        }
        self.init(
            path: file, defaultCouncil: chosen, councils: councils, providers: providers,
            local: try fields["local"].map { reader throws(ConfigurationError) in
                try Self.local(reader, isTrusted: isTrusted)
            } ?? LocalEntry(),
            budget: try fields["budget"].map { reader throws(ConfigurationError) in try Budget(reader) },
            prices: try PriceTable(fields["prices"]))
    }

    private static func distrust(_ what: String, at place: YAMLReader) -> ConfigurationError {
        place.error(
            "\(what) is accepted only from a file that you name, because anybody may have put this one here. "
                + "If you trust it: --config \(place.file)")
    }

    private static func local(_ reader: YAMLReader, isTrusted: Bool) throws(ConfigurationError) -> LocalEntry {
        let fields = try reader.fields(["runtime", "port", "requests_in_flight"])
        if !isTrusted, let place = fields["runtime"], !["built", "path"].contains(try place.string()) {
            throw distrust("A program as runtime", at: place)
        }
        return LocalEntry(
            runtime: try fields["runtime"]?.string() ?? "built",
            port: try fields["port"]?.integer(from: 1, to: 65_535),
            requestsInFlight: try fields["requests_in_flight"]?.integer(from: 1))
    }

    private static func provider(
        _ reader: YAMLReader, known: ProviderEntry?, isTrusted: Bool
    ) throws(ConfigurationError) -> ProviderEntry {
        let fields = try reader.fields([
            "base_url", "api_key_env", "headers", "stream", "requests_in_flight", "structured_output",
        ])
        guard let baseURL = try fields["base_url"]?.string() ?? known?.baseURL else {
            throw reader.error("“\(reader.path)” needs a “base_url”, for example https://example.org/v1.")
        }
        guard baseURL.hasPrefix("http://") || baseURL.hasPrefix("https://") else {
            throw (fields["base_url"] ?? reader).error("A base_url begins with http:// or https://.")
        }
        var headers: [String: String] = [:]
        for (name, value) in try fields["headers"]?.entries() ?? [] {
            let text = try value.string()
            guard isTrusted || !text.contains("${") else { throw distrust("A variable in a header", at: value) }
            headers[name] = text
        }
        let variable = try fields["api_key_env"]?.string()
        if let variable, !variable.isVariableName {
            throw (fields["api_key_env"] ?? reader).error(ConfigurationError.keyInPlaceOfVariable)
        }
        // A key is for the address it was made for; for another one it is named anew.
        let knownVariable = baseURL == known?.baseURL ? known?.apiKeyEnvironment : nil
        return ProviderEntry(
            baseURL: baseURL,
            apiKeyEnvironment: variable ?? knownVariable,
            headers: headers,
            streams: try fields["stream"]?.bool() ?? true,
            requestsInFlight: try fields["requests_in_flight"]?.integer(from: 1) ?? known?.requestsInFlight,
            structuredOutput: try fields["structured_output"]?.bool() ?? true)
    }

    private static func council(
        _ reader: YAMLReader, providers: [String], localModels: [String]?
    ) throws(ConfigurationError) -> CouncilEntry {
        let fields = try reader.fields([
            "members", "chairman", "guidance", "max_answer_tokens", "max_review_tokens", "max_final_tokens",
            "max_critique_characters", "temperature", "review_temperature", "call_timeout", "max_reviewers",
            "review",
        ])
        guard let list = fields["members"] else { throw reader.error("“\(reader.path)” needs “members”.") }
        var members: [String] = []
        for (name, place) in try list.strings() {
            try check(name, at: place, providers: providers, localModels: localModels)
            members.append(name)
        }
        guard let first = members.first else { throw list.error("A council needs at least one member.") }
        if let chairman = fields["chairman"] {
            try check(try chairman.string(), at: chairman, providers: providers, localModels: localModels)
        }
        let review = try fields["review"].map { reader throws(ConfigurationError) in
            let review = try ReviewSettings(reader)
            try review.check(among: members, at: reader)
            return review
        }
        return CouncilEntry(
            members: members,
            chairman: try fields["chairman"]?.string() ?? first,
            settings: Settings(
                guidance: try fields["guidance"]?.string(),
                maximumAnswerTokens: try fields["max_answer_tokens"]?.integer(from: 1),
                maximumReviewTokens: try fields["max_review_tokens"]?.integer(from: 1),
                maximumConclusionTokens: try fields["max_final_tokens"]?.integer(from: 1),
                maximumCritiqueCharacters: try fields["max_critique_characters"]?.integer(from: 1),
                temperature: try fields["temperature"]?.number(from: 0, to: 10),
                reviewTemperature: try fields["review_temperature"]?.number(from: 0, to: 10),
                callTimeout: try fields["call_timeout"]?.number(from: 1, to: 86_400) ?? Settings().callTimeout,
                maximumReviewers: try fields["max_reviewers"]?.integer(from: 2), review: review))
    }

    private static func check(
        _ member: String, at reader: YAMLReader, providers: [String], localModels: [String]?
    ) throws(ConfigurationError) {
        do {
            _ = try MemberName(member, providers: providers, localModels: localModels)
        } catch {
            throw reader.error(error.message)
        }
    }
}
