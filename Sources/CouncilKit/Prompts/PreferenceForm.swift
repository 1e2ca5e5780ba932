/// How a reviewer says which of two answers is better, and how that is read.
///
/// A letter is read only where it was the one token that could be written. Whoever writes more names a label: no author
/// knows the labels, so nothing in an answer that the reviewer repeats can be a verdict.
struct PreferenceForm {
    /// The labels of the answers in the order in which they are read.
    let labels: [Label]
    /// Whether one letter is asked for.
    let isLetter: Bool

    /// The probabilities of letters say nothing if they are together less than this.
    private static let leastMass = 0.02

    init(_ labels: [Label], isLetter: Bool) {
        self.labels = labels
        self.isLetter = isLetter
    }

    /// The form that a provider enforces.
    var form: Prompt.Form? {
        guard !isLetter else { return nil }
        let choices = labels.map { JSONValue.string($0.rawValue) } + ["tie"]
        return Prompt.Form(
            name: "preference",
            schema: [
                "type": "object", "properties": ["better": ["type": "string", "enum": .array(choices)]],
                "required": ["better"], "additionalProperties": false,
            ])
    }

    /// The form in words.
    var words: String {
        isLetter
            ? "A or B"
            : "one JSON object, " + labels.map { "{\"better\": \"\($0)\"}" }.joined(separator: " or ")
                + ", or, only if you cannot choose, {\"better\": \"tie\"},"
    }

    func read(_ reply: Reply) -> PairPreference? {
        guard labels.count == 2 else { return nil }
        if isLetter {
            if let share = share(of: reply.topTokens ?? []) { return preference(share, .logprobs) }
            switch reply.text.filter({ !$0.isWhitespace && $0 != "." }) {
            case "A": return preference(1, .letter)
            case "B": return preference(0, .letter)
            default: return nil
            }
        }
        let blocks = JSONBlocks(in: reply.text, beginningWith: ["better"]).blocks
        let choices = blocks.filter { $0.ambiguousKey == nil }.map { String(decoding: $0.bytes, as: UTF8.self) }
        func names(_ choice: String) -> (String) -> Bool {
            { block in block.split(separator: "\"").dropFirst(3).first.map { $0 == choice } ?? false }
        }
        let shares = choices.compactMap { block -> Double? in
            names(labels[0].rawValue)(block) ? 1 : names(labels[1].rawValue)(block) ? 0 : nil
        }
        if let share = shares.first { return preference(share, .letter) }
        // An author can write this one, so it counts only where no label was named.
        return choices.contains(where: names("tie")) ? preference(0.5, .letter) : nil
    }

    private func preference(_ share: Double, _ basis: PairPreference.Basis) -> PairPreference {
        PairPreference(first: labels[0], second: labels[1], share: share, basis: basis)
    }

    /// The probability of A against that of B.
    private func share(of tokens: [Reply.TokenProbability]) -> Double? {
        func mass(_ letter: String) -> Double {
            tokens.filter { $0.token.filter { !$0.isWhitespace } == letter }.reduce(0) { $0 + $1.probability }
        }
        let (first, second) = (mass("A"), mass("B"))
        guard first + second >= Self.leastMass else { return nil }
        return ((first / (first + second)) * 10_000).rounded() / 10_000
    }
}
