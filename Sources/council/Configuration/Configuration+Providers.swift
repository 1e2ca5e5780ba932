import CouncilKit
import CouncilProviders

extension Configuration.ProviderEntry {
    /// What is known of a provider; `nil` if its address is not.
    init?(_ preset: ProviderPreset) {
        guard let baseURL = preset.baseURL else { return nil }
        self.init(
            baseURL: baseURL, apiKeyEnvironment: preset.keyVariable, speaks: preset.speaks, keyHeader: preset.keyHeader,
            limits: RateLimits(requestsInFlight: preset.requestsInFlight))
    }

    /// Reads an entry of `providers`.
    /// - Parameter isTrusted: Whether it may send keys to addresses of its own, and environment variables in headers.
    init(_ reader: YAMLReader, named name: String, isTrusted: Bool) throws(ConfigurationError) {
        let fields = try reader.fields([
            "base_url", "protocol", "api_key_env", "headers", "stream", "structured_output", "images",
            "requests_in_flight", "requests_per_minute", "tokens_per_minute", "models", "connect_timeout",
        ])
        let preset = ProviderPreset.named(name)
        guard let baseURL = try fields["base_url"]?.string() ?? preset?.baseURL else {
            throw reader.error("“\(reader.path)” needs a “base_url”, for example https://example.org/v1.")
        }
        guard baseURL.hasPrefix("http://") || baseURL.hasPrefix("https://") else {
            throw (fields["base_url"] ?? reader).error("A base_url begins with http:// or https://.")
        }
        var headers: [String: String] = [:]
        for (name, value) in try fields["headers"]?.entries() ?? [] {
            let text = try value.string()
            guard isTrusted || !text.contains("${") else {
                throw Configuration.distrust("A variable in a header", at: value)
            }
            headers[name] = text
        }
        let variable = try fields["api_key_env"]?.string()
        if let variable, !variable.isVariableName {
            throw (fields["api_key_env"] ?? reader).error(ConfigurationError.keyInPlaceOfVariable)
        }
        // Whoever put the file here must not have a key sent to an address of theirs.
        if let place = fields["api_key_env"], !isTrusted, baseURL != preset?.baseURL, !baseURL.isLoopback {
            throw Configuration.distrust("A key for an address of one's own", at: place)
        }
        // A key is for the address it was made for; for another one it is named anew.
        let isPresetAddress = preset?.baseURL.map { $0 == baseURL } ?? isTrusted
        var modelLimits: [String: RateLimits] = [:]
        for (model, entry) in try fields["models"]?.entries() ?? [] {
            modelLimits[model] = try RateLimits(try entry.fields(RateLimits.keys))
        }
        var limits = try RateLimits(fields)
        limits.requestsInFlight = limits.requestsInFlight ?? preset?.requestsInFlight
        self.init(
            baseURL: baseURL,
            apiKeyEnvironment: variable ?? (isPresetAddress ? preset?.keyVariable : nil),
            headers: headers,
            streams: try fields["stream"]?.bool() ?? true,
            structuredOutput: try fields["structured_output"]?.bool() ?? true,
            speaks: try fields["protocol"].map { place throws(ConfigurationError) in try ProviderProtocol(place) }
                ?? preset?.speaks ?? .openAI,
            keyHeader: preset?.keyHeader,
            images: try fields["images"]?.bool(),
            limits: limits,
            modelLimits: modelLimits,
            connectTimeout: try fields["connect_timeout"]?.number(from: 1, to: 3600) ?? 10)
    }

    /// The endpoint that this describes.
    /// - Parameter environment: Where variables in header values are looked up.
    func endpoint(
        named name: String, environment: [String: String]
    ) throws(ConfigurationError) -> any ProviderEndpoint {
        var http = HTTPEndpoint(
            name: name, baseURL: baseURL, apiKey: apiKeyEnvironment.map { .environment($0) }, keyHeader: keyHeader,
            headers: try headers.filled(from: environment), streams: streams,
            structuredOutput: structuredOutput ? .automatic : .off, images: images, limits: limits,
            modelLimits: modelLimits, connectTimeout: connectTimeout)
        http.secrets = variablesInHeaders.compactMap { environment[$0] }
        return speaks.endpoint(http)
    }

    /// The environment variables whose values stand in headers.
    var variablesInHeaders: [String] {
        headers.values.flatMap { value in value.matches(of: /\$\{(\w+)\}/).map { String($0.output.1) } }
    }
}

extension RateLimits {
    static let keys = ["requests_in_flight", "requests_per_minute", "tokens_per_minute"]

    fileprivate init(_ fields: [String: YAMLReader]) throws(ConfigurationError) {
        self.init(
            requestsInFlight: try fields[Self.keys[0]]?.integer(from: 1),
            requestsPerMinute: try fields[Self.keys[1]]?.integer(from: 1),
            tokensPerMinute: try fields[Self.keys[2]]?.integer(from: 1))
    }
}

extension ProviderProtocol {
    fileprivate init(_ reader: YAMLReader) throws(ConfigurationError) {
        let text = try reader.string()
        guard let known = ProviderProtocol(rawValue: text) else {
            throw reader.error(
                "There is no protocol “\(text)”. "
                    + ConfigurationError.suggestion(for: text, among: ProviderProtocol.allCases.map(\.rawValue)))
        }
        self = known
    }
}

extension [String: String] {
    /// Header values with `${NAME}` replaced by the environment variable, so that no secret stands in the file.
    fileprivate func filled(from environment: [String: String]) throws(ConfigurationError) -> [String: String] {
        var filled: [String: String] = [:]
        for (header, value) in self {
            var result = ""
            var rest = value[...]
            while let opening = rest.firstRange(of: "${"), let closing = rest[opening.upperBound...].firstIndex(of: "}")
            {
                let name = String(rest[opening.upperBound..<closing])
                guard let replacement = environment[name] else {
                    throw ConfigurationError(
                        "The header “\(header)” needs the environment variable \(name), which is not set.")
                }
                result += rest[..<opening.lowerBound] + replacement
                rest = rest[rest.index(after: closing)...]
            }
            filled[header] = result + rest
        }
        return filled
    }
}

extension String {
    /// Whether this is an address on this machine.
    fileprivate var isLoopback: Bool {
        let host = drop { $0 != "/" }.dropFirst(2).prefix { !"/?#".contains($0) }
        guard !host.contains("@") else { return false }
        return ["127.0.0.1", "localhost", "[::1]"].contains { host == $0 || host.hasPrefix("\($0):") }
    }
}
