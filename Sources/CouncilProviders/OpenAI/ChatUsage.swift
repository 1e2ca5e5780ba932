import CouncilKit

/// A `usage` object of OpenAI's protocol.
struct ChatUsage: Decodable {
    /// The counts; `nil` if it counts nothing.
    var value: Usage?

    private enum Key: String, CodingKey {
        case input = "prompt_tokens"
        case output = "completion_tokens"
        case total = "total_tokens"
        case inputDetails = "prompt_tokens_details"
        case outputDetails = "completion_tokens_details"
        case cacheHits = "prompt_cache_hit_tokens"
        case cached = "cached_tokens"
        case cost
        case costDetails = "cost_details"
        case usesOwnKey = "is_byok"
        case costInTicks = "cost_in_usd_ticks"
    }

    private enum Detail: String, CodingKey {
        case cached = "cached_tokens"
        case reasoning = "reasoning_tokens"
        case written = "cache_write_tokens"
        case upstream = "upstream_inference_cost"
    }

    /// xAI's ticks in a dollar.
    private static let ticks = 1e10

    init(from decoder: any Decoder) throws {
        guard let fields = try? decoder.container(keyedBy: Key.self) else { return }
        let input = fields.count(.input)
        let output = fields.count(.output)
        guard input != nil || output != nil else { return }
        // xAI, and Gemini under this protocol, count reasoning beside `completion_tokens`; the total holds it.
        let rest = input.flatMap { input in fields.count(.total).map { $0 - input } }
        let details = fields.object(.inputDetails, Detail.self)
        let written = details?.count(.written) ?? 0
        value = Usage(
            input: input ?? 0, output: max(output ?? 0, rest ?? 0),
            cachedInput: details?.count(.cached) ?? fields.count(.cacheHits) ?? fields.count(.cached) ?? 0,
            reasoning: fields.object(.outputDetails, Detail.self)?.count(.reasoning) ?? 0,
            cacheWrites: written == 0 ? nil : written, cost: Self.cost(in: fields))
    }

    /// The dollars that are charged. OpenRouter's are its own fee alone where the user's key of another provider is used.
    private static func cost(in fields: KeyedDecodingContainer<Key>) -> Double? {
        if let ticks = fields.amount(.costInTicks) { return ticks / Self.ticks }
        guard let cost = fields.amount(.cost) else { return nil }
        guard (try? fields.decodeIfPresent(Bool.self, forKey: .usesOwnKey)) == true else { return cost }
        return fields.object(.costDetails, Detail.self)?.amount(.upstream).map { cost + $0 }
    }
}
