/// A model in a seat. The same model may hold several seats.
public struct Member: Sendable {
    public var model: any LanguageModel
    /// The models that are asked in its place, one after the other, when it fails.
    public var fallbacks: [any LanguageModel]

    public init(_ model: any LanguageModel, fallbacks: [any LanguageModel] = []) {
        self.model = model
        self.fallbacks = fallbacks
    }

    /// The model's name, `provider/model`.
    public var name: String { model.name }
}

/// Models that answer, review each other blindly and conclude together.
///
/// ```swift
/// let council = Council(
///     members: [.openAI("gpt-5.6-luna"), .ollama("llama3.2"), .ollama("qwen3")],
///     chairman: .openAI("gpt-5.6-luna")
/// )
/// let outcome = try await council.deliberate(on: "Is P equal to NP?").outcome
/// ```
public struct Council: Sendable {
    /// The name under which the council is configured.
    public var name: String
    /// The members in seat order; at least one.
    public var members: [Member]
    /// The model that writes the final answer. It may hold a seat as well.
    public var chairman: Member
    @Boxed public var settings: Settings
    /// What models cost; a budget needs the prices of all that may be asked.
    public var prices: PriceTable

    public init(
        name: String = "council", members: [Member], chairman: Member, settings: Settings = Settings(),
        prices: PriceTable = PriceTable()
    ) {
        self.name = name
        self.members = members
        self.chairman = chairman
        self.settings = settings
        self.prices = prices
    }

    /// Every model that may be asked, fallbacks among them.
    var models: [any LanguageModel] { (members + [chairman]).flatMap { [$0.model] + $0.fallbacks } }
}
