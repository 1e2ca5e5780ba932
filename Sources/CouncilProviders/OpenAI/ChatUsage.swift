import CouncilKit

extension JSONValue {
    /// xAI's ticks in a dollar.
    private static let ticks = 1e10

    /// The counts of a `usage` object of OpenAI's protocol; `nil` if it counts nothing.
    var chatUsage: Usage? {
        let input = self["prompt_tokens"]?.count
        let output = self["completion_tokens"]?.count
        guard input != nil || output != nil else { return nil }
        // xAI, and Gemini under this protocol, count reasoning beside `completion_tokens`; the total holds it.
        let rest = input.flatMap { input in self["total_tokens"]?.count.map { $0 - input } }
        let details = self["prompt_tokens_details"]
        let written = details?["cache_write_tokens"]?.count ?? 0
        let cached =
            details?["cached_tokens"]?.count ?? self["prompt_cache_hit_tokens"]?.count ?? self["cached_tokens"]?.count
        return Usage(
            input: input ?? 0, output: max(output ?? 0, rest ?? 0), cachedInput: cached ?? 0,
            reasoning: self["completion_tokens_details"]?["reasoning_tokens"]?.count ?? 0,
            cacheWrites: written == 0 ? nil : written, cost: cost)
    }

    /// The dollars that are charged. OpenRouter's are its own fee alone where the user's key of another provider is used.
    private var cost: Double? {
        if let ticks = self["cost_in_usd_ticks"]?.amount { return ticks / Self.ticks }
        guard let cost = self["cost"]?.amount, self["is_byok"] == .bool(true) else { return self["cost"]?.amount }
        return self["cost_details"]?["upstream_inference_cost"]?.amount.map { cost + $0 }
    }
}
