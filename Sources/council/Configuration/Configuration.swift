import CouncilKit
import CouncilProviders

/// What `council.yaml` says: named councils, the providers of their members, the local runtime.
struct Configuration: Equatable {
    /// A council as it is written down: names, not yet models.
    struct CouncilEntry: Equatable {
        var members: [MemberChain]
        var chairman: MemberChain
        var settings: Settings
    }

    /// How to reach a provider.
    struct ProviderEntry: Equatable {
        var baseURL: String
        /// The *name* of the environment variable that holds the key.
        var apiKeyEnvironment: String?
        var headers: [String: String] = [:]
        var streams = true
        var structuredOutput = true
        var speaks = ProviderProtocol.openAI
        /// The header that carries the key as it is; `nil` for the protocol's own way.
        var keyHeader: String?
        /// Whether images are sent; `nil` until a model refuses them.
        var images: Bool?
        var limits = RateLimits()
        var modelLimits: [String: RateLimits] = [:]
        /// Seconds.
        var connectTimeout = 10.0
    }

    /// How to run local models.
    struct LocalEntry: Equatable {
        /// `built`, `path` or the path of a `llama-server`.
        var runtime = "built"
        var port: Int?
        var requestsInFlight: Int?
    }

    /// The file that was read; `nil` for the built-in configuration.
    var path: String?
    /// How that file was come by.
    var choice = Choice.builtIn
    var defaultCouncil: String
    var councils: [String: CouncilEntry]
    var providers: [String: ProviderEntry]
    var local = LocalEntry()
    /// What a run and a day may cost.
    var budget: Budget?
    /// What models cost, beyond the table that is built in and the user's own.
    var prices = PriceTable()
    /// Whether replies are kept and given again.
    var keepsReplies = false
}

extension Configuration {
    /// The name under which local models are seated.
    static let localProvider = "local"

    /// Providers that need no entry.
    static let knownProviders = Dictionary(
        uniqueKeysWithValues: ProviderPreset.all.compactMap { preset in ProviderEntry(preset).map { (preset.name, $0) }
        })

    /// The council that works without a key: three small models on this machine.
    ///
    /// Short answers, because the machine writes them one token at a time and small models ramble; the three stages and
    /// nothing else, because every further call takes them seconds.
    static let localCouncil = CouncilEntry(
        members: ["local/qwen2.5-coder-1.5b", "local/qwen2.5-coder-0.5b", "local/smollm2-135m"],
        chairman: "local/qwen2.5-coder-1.5b",
        settings: Settings(
            guidance: "Answer in at most 60 words.", maximumAnswerTokens: 120, maximumReviewTokens: 220,
            maximumConclusionTokens: 160, maximumCritiqueCharacters: 160, temperature: 0.3, reviewTemperature: 0,
            synthesis: .plain,
            review: ReviewSettings(mode: .logprobs, criteria: false)))

    /// What holds without a file.
    static let builtIn = Configuration(
        defaultCouncil: "local", councils: ["local": localCouncil], providers: knownProviders)
}
