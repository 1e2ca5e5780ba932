import CouncilKit
import CouncilProviders
import LocalModels
import Synchronization

/// Turns the names of plans into models. What the plans share, providers and the local runtime, is made once, so that
/// rate limits hold over all of them.
///
/// A model that cannot be made ready keeps its seat and says why when it is asked; the others go on without it.
struct Seating: Sendable {
    /// At least one, all of the same configuration.
    let plans: [Plan]
    let environment: [String: String]
    /// Whether local models and runtime that are not here yet are fetched and built.
    var fetches = true
    /// Whether councils are seated even if nobody in them could answer.
    var seatsAnybody = false
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

    /// Where models come from; what failed stands in the place of what it would have been.
    private struct Sources {
        var endpoints: [String: Result<any ProviderEndpoint, ConfigurationError>]
        var local: Result<LocalServer, LocalModelError>?
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
    /// - Throws: What the body throws; why nobody can be asked, if that is so.
    func withCouncils<Value: Sendable>(
        _ body: @escaping @Sendable ([Council]) async throws -> Value
    ) async throws -> Value {
        let endpoints = endpoints()
        var models: [String] = []
        for model in plans.flatMap(\.localModels) where !models.contains(model) { models.append(model) }
        guard let local = plans.first?.local, !models.isEmpty else {
            return try await body(try councils(from: Sources(endpoints: endpoints)))
        }
        let hasBegun = Mutex(false)
        do {
            return try await LocalServer.run(
                models: models, runtime: RuntimeChoice(local.runtime), store: try ModelStore(),
                port: local.port, requestsInFlight: local.requestsInFlight, fetches: fetches, report: report
            ) { server in
                hasBegun.withLock { $0 = true }
                return try await body(try councils(from: Sources(endpoints: endpoints, local: .success(server))))
            }
        } catch let error as LocalModelError where !hasBegun.withLock({ $0 }) {
            return try await body(try councils(from: Sources(endpoints: endpoints, local: .failure(error))))
        }
    }

    private func councils(from sources: Sources) throws -> [Council] {
        let councils = plans.map { plan in
            Council(
                name: plan.name, members: plan.members.map { member($0, from: sources) },
                chairman: member(plan.chairman, from: sources), settings: plan.settings)
        }
        if !seatsAnybody, !councils.contains(where: \.canAnswer), let silent = councils.first?.unavailable.first {
            throw silent.cause
        }
        return councils
    }

    private func member(_ name: MemberName, from sources: Sources) -> Member {
        let models = name.all.map { model($0, from: sources) }
        return Member(models[0], fallbacks: Array(models.dropFirst()))
    }

    private func model(_ name: MemberName, from sources: Sources) -> any LanguageModel {
        do {
            if let endpoint = sources.endpoints[name.provider] { return try endpoint.get().model(name.model) }
            guard let server = sources.local else {
                throw ConfigurationError("There is no provider “\(name.provider)”.")
            }
            return try server.get().model(name.model)
        } catch {
            return UnavailableModel(name: "\(name.provider)/\(name.model)", cause: error)
        }
    }

    /// One endpoint for each provider that is needed, shared by its members.
    private func endpoints() -> [String: Result<any ProviderEndpoint, ConfigurationError>] {
        var endpoints: [String: Result<any ProviderEndpoint, ConfigurationError>] = [:]
        for name in plans.flatMap(\.allNames) where endpoints[name.provider] == nil {
            guard let entry = plans.lazy.compactMap({ $0.providers[name.provider] }).first else { continue }
            endpoints[name.provider] = Result { () throws(ConfigurationError) in
                try entry.endpoint(named: name.provider, environment: environment)
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
