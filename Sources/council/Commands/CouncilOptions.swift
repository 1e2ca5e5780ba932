import ArgumentParser

/// Which models are to sit.
struct CouncilOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The configuration; else ./council.yaml, else the user's.", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("The council to ask, by its name in the configuration.", valueName: "name"))
    var council: String?

    @Option(
        name: .customLong("member"),
        help: ArgumentHelp(
            "Seat a model. Repeat for more seats; the same model may hold several.",
            valueName: "provider/model"))
    var members: [String] = []

    @Option(help: ArgumentHelp("The model that writes the final answer.", valueName: "provider/model"))
    var chairman: String?

    @Option(
        name: .customLong("base-url"),
        help: ArgumentHelp(
            "Ask every member, named by --member MODEL, at this OpenAI-compatible address.", valueName: "url"))
    var baseURL: String?

    @Option(
        name: .customLong("api-key-env"),
        help: ArgumentHelp("The environment variable that holds the key for --base-url.", valueName: "name"))
    var apiKeyEnvironment: String?

    @Option(
        help: ArgumentHelp(
            "The llama-server for local models: built, path (the one on PATH) or a file.", valueName: "runtime"))
    var runtime: String?

    func validate() throws {
        guard apiKeyEnvironment == nil || baseURL != nil else {
            throw ValidationError(
                "--api-key-env belongs to --base-url; the keys of other providers are named in council.yaml.")
        }
    }

    /// Whether no council was named, so that another source may decide.
    var isEmpty: Bool { config == nil && council == nil && members.isEmpty && chairman == nil && baseURL == nil }

    private var choice: Configuration.Choice {
        // A server of one's own needs nothing of a file that happens to lie in the folder, unless a council of it is named.
        let unnamed: Configuration.Choice = baseURL == nil || council != nil ? .search : .builtIn
        return config.map { .named($0) } ?? unnamed
    }

    /// The council that was named, or all that are configured, the default one first.
    func plans() throws -> [Plan] {
        let first = try plan()
        guard members.isEmpty, council == nil else { return [first] }
        let configuration = try Configuration.load(
            choice, environment: Environment.current, localModels: try Environment.localModels())
        return try [first]
            + configuration.councils.keys.sorted().filter { $0 != first.name }.map { name in
                var options = self
                options.council = name
                return try options.plan()
            }
    }

    func plan() throws -> Plan {
        try Plan(
            Plan.Options(
                configuration: choice, council: council,
                members: members.map { MemberChain($0) }, chairman: chairman.map { MemberChain($0) }, baseURL: baseURL,
                apiKeyEnvironment: apiKeyEnvironment, runtime: runtime),
            environment: Environment.current, localModels: try Environment.localModels())
    }
}
