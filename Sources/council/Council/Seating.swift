import CouncilKit
import CouncilProviders
import LocalModels

/// Turns the names of a plan into models.
struct Seating: Sendable {
    let plan: Plan
    let environment: [String: String]
    /// Takes the progress of fetching and starting local models.
    let report: LocalProgress.Report

    /// Runs a body with the council seated. Local models are served until the body returns.
    func withCouncil<Value: Sendable>(
        _ body: @escaping @Sendable (Council) async throws -> Value
    ) async throws -> Value {
        let endpoints = try endpoints()
        guard !plan.localModels.isEmpty else { return try await body(council(at: endpoints, local: nil)) }
        let store = try ModelStore()
        return try await LocalServer.run(
            models: plan.localModels, runtime: RuntimeChoice(plan.local.runtime), store: store,
            port: plan.local.port, requestsInFlight: plan.local.requestsInFlight, report: report
        ) { server in
            try await body(council(at: endpoints, local: server))
        }
    }

    private func council(at endpoints: [String: OpenAIEndpoint], local server: LocalServer?) throws -> Council {
        Council(
            name: plan.name, members: try plan.members.map { try member($0, at: endpoints, local: server) },
            chairman: try member(plan.chairman, at: endpoints, local: server), settings: plan.settings)
    }

    private func member(
        _ name: MemberName, at endpoints: [String: OpenAIEndpoint], local server: LocalServer?
    ) throws -> Member {
        if let endpoint = endpoints[name.provider] { return Member(OpenAIModel(name.model, at: endpoint)) }
        guard let server else { throw ConfigurationError("There is no provider “\(name.provider)”.") }
        return try server.member(name.model)
    }

    /// One endpoint for each provider that is needed, shared by its members.
    private func endpoints() throws(ConfigurationError) -> [String: OpenAIEndpoint] {
        var endpoints: [String: OpenAIEndpoint] = [:]
        for name in plan.members + [plan.chairman] where endpoints[name.provider] == nil {
            guard let entry = plan.providers[name.provider] else { continue }
            endpoints[name.provider] = OpenAIEndpoint(
                name: name.provider, baseURL: entry.baseURL,
                apiKey: entry.apiKeyEnvironment.map { APIKey.environment($0) },
                headers: try entry.headers.filled(from: environment), streams: entry.streams,
                requestsInFlight: entry.requestsInFlight,
                structuredOutput: entry.structuredOutput ? .automatic : .off)
        }
        return endpoints
    }
}

extension RuntimeChoice {
    /// `built`, `path`, or the path of a `llama-server`.
    init(_ text: String) {
        switch text {
        case "built": self = .built
        case "path": self = .onPath
        default: self = .at(text)
        }
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
