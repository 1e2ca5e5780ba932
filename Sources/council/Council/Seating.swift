import CouncilKit
import CouncilProviders
import LocalModels

/// Turns the names of plans into models. What the plans share, providers and the local runtime, is made once, so that
/// rate limits hold over all of them.
struct Seating: Sendable {
    /// At least one, all of the same configuration.
    let plans: [Plan]
    let environment: [String: String]
    /// Takes the progress of fetching and starting local models.
    let report: LocalProgress.Report

    init(plans: [Plan], environment: [String: String], report: @escaping LocalProgress.Report) {
        self.plans = plans
        self.environment = environment
        self.report = report
    }

    init(plan: Plan, environment: [String: String], report: @escaping LocalProgress.Report) {
        self.init(plans: [plan], environment: environment, report: report)
    }

    /// Runs a body with the first council seated.
    func withCouncil<Value: Sendable>(
        _ body: @escaping @Sendable (Council) async throws -> Value
    ) async throws -> Value {
        try await withCouncils { councils in
            guard let council = councils.first else { throw ConfigurationError("There is no council.") }
            return try await body(council)
        }
    }

    /// Runs a body with all councils seated. Local models are served until the body returns.
    func withCouncils<Value: Sendable>(
        _ body: @escaping @Sendable ([Council]) async throws -> Value
    ) async throws -> Value {
        let endpoints = try endpoints()
        var models: [String] = []
        for model in plans.flatMap(\.localModels) where !models.contains(model) { models.append(model) }
        guard let local = plans.first?.local, !models.isEmpty else {
            return try await body(try plans.map { try council($0, at: endpoints, local: nil) })
        }
        let store = try ModelStore()
        return try await LocalServer.run(
            models: models, runtime: RuntimeChoice(local.runtime), store: store,
            port: local.port, requestsInFlight: local.requestsInFlight, report: report
        ) { server in
            try await body(try plans.map { try council($0, at: endpoints, local: server) })
        }
    }

    private func council(
        _ plan: Plan, at endpoints: [String: any ProviderEndpoint], local server: LocalServer?
    ) throws -> Council {
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
        for plan in plans {
            for name in plan.allNames where endpoints[name.provider] == nil {
                endpoints[name.provider] = try plan.providers[name.provider]?.endpoint(
                    named: name.provider, environment: environment)
            }
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
