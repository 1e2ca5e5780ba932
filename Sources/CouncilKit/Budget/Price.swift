/// What a provider charges for a model's tokens, in US dollars for a million.
///
/// One price for all lengths of prompt: where a provider charges more for long prompts, enter the higher price.
public struct Price: Sendable, Hashable, Codable {
    /// Dollars for a million tokens of the prompt, 0 or above.
    public var input: Double
    /// Dollars for a million tokens written, reasoning included, 0 or above.
    public var output: Double
    /// Dollars for a million prompt tokens that the provider reads from its cache; `nil` if they cost as much as others.
    public var cachedInput: Double?
    /// Dollars for a million prompt tokens that the provider writes to its cache; `nil` if they cost as much as others.
    public var cacheWrites: Double?
    /// The day on which the price was looked up, such as `2026-11-25`.
    public var date: String?
    /// Where it was looked up, such as an address.
    public var source: String?

    public init(
        input: Double, output: Double, cachedInput: Double? = nil, cacheWrites: Double? = nil, date: String? = nil,
        source: String? = nil
    ) {
        self.input = input
        self.output = output
        self.cachedInput = cachedInput
        self.cacheWrites = cacheWrites
        self.date = date
        self.source = source
    }

    /// The price of models that run on a machine of one's own.
    public static let free = Price(input: 0, output: 0)

    /// Whether nothing costs anything.
    public var isFree: Bool { dearestInput == 0 && output == 0 }

    /// Dollars for a million prompt tokens at worst: a provider may write all of them to its cache.
    var dearestInput: Double { max(input, cacheWrites ?? 0) }

    /// Dollars for tokens that a provider has counted: what it says it charges, where it does.
    public func cost(of usage: Usage) -> Double {
        if let cost = usage.cost { return cost }
        let cached = min(usage.cachedInput, usage.input)
        let written = min(usage.cacheWrites ?? 0, usage.input - cached)
        let plain = usage.input - cached - written
        return
            (Double(plain) * input + Double(cached) * (cachedInput ?? input)
            + Double(written) * (cacheWrites ?? input) + Double(usage.output) * output) / 1_000_000
    }

    /// Dollars for a call at worst.
    func worstCost(input tokens: Int, output written: Int) -> Double {
        (Double(tokens) * dearestInput + Double(written) * output) / 1_000_000
    }
}
