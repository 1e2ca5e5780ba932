import CouncilKit

/// Numbers as people read them.
enum Figures {
    /// `3.2 s`, `2 min 5 s`.
    static func duration(_ seconds: Double) -> String {
        guard seconds >= 59.95 else { return "\(decimal(seconds)) s" }
        let whole = Int(seconds.rounded())
        return "\(whole / 60) min \(whole % 60) s"
    }

    /// A number with one decimal.
    static func decimal(_ number: Double) -> String { "\((number * 10).rounded() / 10)" }

    /// A score or the mean of two: `7`, `7½`.
    static func score(_ number: Double) -> String {
        let whole = Int(number.rounded(.down))
        return number == Double(whole) ? "\(whole)" : number == Double(whole) + 0.5 ? "\(whole)½" : decimal(number)
    }

    /// A share of 1 in percent.
    static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }

    /// `1 member`, `3 members`.
    static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    /// `212 tokens`; a tilde marks an estimate.
    static func tokens(_ count: Int, isEstimate: Bool = false) -> String {
        "\(isEstimate ? "~" : "")\(count) \(count == 1 ? "token" : "tokens")"
    }

    /// The tokens that a text is likely to have: one for every four bytes, about four letters of English or one and a
    /// half Chinese characters.
    static func estimatedTokens(bytes: Int) -> Int { (bytes + 3) / 4 }

    /// `3.2 s, 212 tokens`: what a reply took, as far as it is known.
    static func cost(of reply: Reply) -> String {
        [reply.timing.map { duration($0.total) }, writtenTokens(of: reply)].compactMap { $0 }.joined(separator: ", ")
    }

    /// The tokens that a model wrote, reasoning included: counted by the provider, else estimated.
    static func writtenTokens(of reply: Reply) -> String {
        if let usage = reply.usage { return tokens(usage.output) }
        return tokens(estimatedTokens(bytes: reply.text.utf8.count + reply.reasoning.utf8.count), isEstimate: true)
    }
}
