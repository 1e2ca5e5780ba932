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

    private func council(at endpoints: [String: any ProviderEndpoint], local server: LocalServer?) throws -> Council {
        Council(
            name: plan.name, members: try plan.members.map { try member($0, at: endpoints, local: server) },
            chairman: try member(plan.chairman, at: endpoints, local: server), settings: plan.settings)
    }

    private func member(
        _ name: MemberName, at endpoints: [String: any ProviderEndpoint], local server: LocalServer?
    ) throws -> Member {
        let models = try name.all.map { try model($0, at: endpoints, local: server) }
        return Member(models[0], fallbacks: Array(models.dropFirst()))
    }

    private func model(
        _ name: MemberName, at endpoints: [String: any ProviderEndpoint], local server: LocalServer?
    ) throws -> any LanguageModel {
        if let endpoint = endpoints[name.provider] { return endpoint.model(name.model) }
        guard let server else { throw ConfigurationError("There is no provider “\(name.provider)”.") }
        return try server.member(name.model).model
    }

    /// One endpoint for each provider that is needed, shared by its members.
    private func endpoints() throws(ConfigurationError) -> [String: any ProviderEndpoint] {
        var endpoints: [String: any ProviderEndpoint] = [:]
        for name in plan.allNames where endpoints[name.provider] == nil {
            endpoints[name.provider] = try plan.providers[name.provider]?.endpoint(
                named: name.provider, environment: environment)
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
