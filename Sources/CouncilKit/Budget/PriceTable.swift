/// What models cost, by name.
///
/// A name is a model's own, `provider/model`, or the beginning of some models' names and an asterisk, `ollama/*`. The
/// exact name wins, then the longest beginning.
public struct PriceTable: Sendable, Hashable {
    private var prices: [String: Price]

    /// - Parameter prices: The prices by name, or by the beginning of names and an asterisk.
    public init(_ prices: [String: Price] = [:]) { self.prices = prices }

    /// Models on a machine of one's own: they cost nothing for each token.
    public static let ownMachines = PriceTable(
        Dictionary(
            uniqueKeysWithValues: ["local/*", "ollama/*", "lmstudio/*", "llama.cpp/*", "vllm/*"].map { ($0, .free) }))

    /// What a model costs; `nil` if the table does not know it.
    public func price(of model: String) -> Price? {
        if let price = prices[model] { return price }
        let beginnings = prices.keys.filter { $0.hasSuffix("*") && model.hasPrefix($0.dropLast()) }
        return beginnings.max { $0.utf8.count < $1.utf8.count }.flatMap { prices[$0] }
    }

    /// The prices of these models, as far as they are known; `nil` if none is.
    public func prices(of models: some Sequence<String>) -> [String: Price]? {
        var known: [String: Price] = [:]
        for model in models { known[model] = price(of: model) }
        return known.isEmpty ? nil : known
    }

    /// This table with the entries of another, which win.
    public func merging(_ other: PriceTable) -> PriceTable {
        PriceTable(prices.merging(other.prices) { $1 })
    }
}
