import CouncilKit

/// Which models are to sit where, decided from configuration and options, before any model is touched.
struct Plan: Equatable {
    /// What the command line says beyond the configuration.
    struct Options: Equatable {
        var configuration = Configuration.Choice.search
        var council: String?
        var members: [MemberChain] = []
        var chairman: MemberChain?
        /// Every member is asked at this address.
        var baseURL: String?
        var apiKeyEnvironment: String?
        var runtime: String?
    }

    /// The provider prefix of members that are asked at `--base-url`.
    static let customProvider = "custom"

    var name: String
    var members: [MemberName]
    var chairman: MemberName
    var settings: Settings
    /// What models cost.
    var prices: PriceTable
    /// What the configuration allows a run and a day to cost; the settings hold what is recorded.
    var budget: Budget?
    /// Whether the configuration wants replies to be kept and given again.
    var keepsReplies: Bool
    var providers: [String: Configuration.ProviderEntry]
    var local: Configuration.LocalEntry
    /// What is needed to make the same plan again; see ``Run/origin``.
    var origin: [String: String]
    /// The file that nobody named, but that was found.
    var foundConfiguration: String?

    /// - Parameter localModels: The models on this machine; `nil` leaves them unchecked.
    init(
        _ options: Options, environment: [String: String], localModels: [String]? = nil
    ) throws(ConfigurationError) {
        let configuration = try Configuration.load(
            options.configuration, environment: environment, localModels: localModels)
        var providers = configuration.providers
        var members = options.members
        var chairman = options.chairman
        if let baseURL = options.baseURL {
            guard !members.isEmpty else {
                throw ConfigurationError("--base-url needs at least one --member MODEL to ask there.")
            }
            try Self.check(baseURL, apiKeyEnvironment: options.apiKeyEnvironment)
            providers = [
                Self.customProvider: Configuration.ProviderEntry(
                    baseURL: baseURL, apiKeyEnvironment: options.apiKeyEnvironment)
            ]
            members = members.map { MemberChain("\(Self.customProvider)/\($0.model)") }
            chairman = chairman.map { MemberChain("\(Self.customProvider)/\($0.model)") }
        }
        let name = options.council ?? configuration.defaultCouncil
        if members.isEmpty {
            let entry = try configuration.entry(named: name)
            members = entry.members
            chairman = chairman ?? entry.chairman
            settings = entry.settings
        } else if options.council != nil {
            settings = try configuration.entry(named: name).settings
        } else {
            settings =
                members.contains { $0.model.hasPrefix("\(Configuration.localProvider)/") }
                ? Configuration.localCouncil.settings : Settings()
        }
        budget = configuration.budget
        keepsReplies = configuration.keepsReplies
        prices = try PriceTable.standard(environment: environment).merging(configuration.prices)
        let known = Array(providers.keys)
        var names: [MemberName] = []
        for member in members {
            names.append(try MemberName(member, providers: known, localModels: localModels))
        }
        self.members = names
        self.chairman =
            try chairman.map { chairman throws(ConfigurationError) in
                try MemberName(chairman, providers: known, localModels: localModels)
            } ?? names[0]
        self.name = options.members.isEmpty || options.council != nil ? name : "custom"
        self.providers = providers
        local = configuration.local
        if let runtime = options.runtime { local.runtime = runtime }
        foundConfiguration = options.configuration == .search ? configuration.path : nil
        origin = [:]
        origin["configuration"] = configuration.path.map(Configuration.absolute) ?? Self.noConfiguration
        if case .found = configuration.choice { origin["configuration_found"] = "true" }
        origin["base_url"] = options.baseURL
        origin["api_key_env"] = options.apiKeyEnvironment
        origin["runtime"] = options.runtime
    }

    /// The plan of a run that was opened before: the same seats, reached in the same way.
    /// - Parameters:
    ///   - configuration: Another file than the one it was opened with.
    ///   - runtime: Another `llama-server`.
    init(
        of run: Run, configuration: String? = nil, runtime: String? = nil, environment: [String: String],
        localModels: [String]? = nil
    ) throws(ConfigurationError) {
        let isCustom = run.origin["base_url"] != nil
        func seat(_ name: String) -> String {
            isCustom ? String(name.dropFirst(Self.customProvider.count + 1)) : name
        }
        let choice =
            if let configuration { Configuration.Choice.named(configuration) } else { try Self.configuration(of: run) }
        try self.init(
            Options(
                configuration: choice,
                members: run.seats.enumerated().map { number, name in
                    MemberChain(seat(name), fallbacks: run.fallbacks?.seats.dropFirst(number).first ?? [])
                },
                chairman: MemberChain(seat(run.chairman), fallbacks: run.fallbacks?.chairman ?? []),
                baseURL: run.origin["base_url"],
                apiKeyEnvironment: run.origin["api_key_env"], runtime: runtime ?? run.origin["runtime"]),
            environment: environment, localModels: localModels)
        name = run.council
        settings = run.settings
    }

    /// Everybody who may be asked, fallbacks among them.
    var allNames: [MemberName] { (members + [chairman]).flatMap(\.all) }

    /// The ids of the local models that take part, each once.
    var localModels: [String] {
        var seen: Set<String> = []
        return allNames.filter { $0.provider == Configuration.localProvider }
            .map(\.model).filter { seen.insert($0).inserted }
    }
}

extension Plan {
    /// The local models of the council that needs no configuration.
    static func builtInModels() throws(ConfigurationError) -> [String] {
        let council = Configuration.localCouncil
        var models: [String] = []
        for name in council.members + [council.chairman] {
            let model = try MemberName(name.model, providers: []).model
            if !models.contains(model) { models.append(model) }
        }
        return models
    }
}
