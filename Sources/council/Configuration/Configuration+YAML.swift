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
        let fields = try root.fields(["default", "councils", "providers", "local", "budget", "prices", "cache"])
        var providers = Self.knownProviders
        for (name, entry) in try fields["providers"]?.entries() ?? [] {
            guard name != Self.localProvider else {
                throw entry.error("“local” is the models on this machine: set it up under the key “local” at the top.")
            }
            providers[name] = try ProviderEntry(entry, named: name, isTrusted: isTrusted)
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
            prices: try PriceTable(fields["prices"]), keepsReplies: try fields["cache"]?.bool() ?? false)
    }

    static func distrust(_ what: String, at place: YAMLReader) -> ConfigurationError {
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

    private static func council(
        _ reader: YAMLReader, providers: [String], localModels: [String]?
    ) throws(ConfigurationError) -> CouncilEntry {
        let fields = try reader.fields(["members", "chairman"] + Settings.keys)
        guard let list = fields["members"] else { throw reader.error("“\(reader.path)” needs “members”.") }
        var members: [MemberChain] = []
        for place in try list.elements() {
            members.append(try chain(place, providers: providers, localModels: localModels))
        }
        guard let first = members.first else { throw list.error("A council needs at least one member.") }
        let review = try fields["review"].map { reader throws(ConfigurationError) in
            let review = try ReviewSettings(reader)
            try review.check(among: members.map(\.model), at: reader)
            return review
        }
        return CouncilEntry(
            members: members,
            chairman: try fields["chairman"].map { place throws(ConfigurationError) in
                try chain(place, providers: providers, localModels: localModels)
            } ?? first,
            settings: try Settings(fields, members: members.count, review: review))
    }

    /// A member: a name, or a list of names whose first one sits and whose others stand in for it.
    private static func chain(
        _ reader: YAMLReader, providers: [String], localModels: [String]?
    ) throws(ConfigurationError) -> MemberChain {
        let names = reader.isList ? try reader.strings() : [(try reader.string(), reader)]
        for (name, place) in names {
            do {
                _ = try MemberName(name, providers: providers, localModels: localModels)
            } catch {
                throw place.error(error.message)
            }
        }
        guard let (first, _) = names.first else { throw reader.error("A list in place of a member is not empty.") }
        return MemberChain(first, fallbacks: names.dropFirst().map(\.value))
    }
}
