/// The form of a choice between two texts.
///
/// The text that is shown first has the first label in either order, so that a liking for a label or for a place
/// cancels out over the two.
struct ComparisonForm {
    /// The labels of the text shown first and of the one shown second: drawn for this comparison, known to no author.
    let labels: [Label]
    /// The word that marks where a text begins and ends, and the code of the form.
    let nonce: String
    private let maximumCharacters: Int?

    /// - Parameters:
    ///   - seat: The judge's seat: each has labels of its own.
    ///   - run: The run.
    init(purpose: Comparison.Purpose, seat: Int, in run: Run) {
        var generator = SeededGenerator(seed: run.seed, purpose: "\(purpose.rawValue) \(seat)")
        let drawn = Label.draw(run.labels.count + 2, using: &generator)
        labels = Array(drawn.filter { !run.labels.contains($0) }.prefix(2))
        nonce = String(generator.next() & 0xffff_ffff, radix: 36)
        maximumCharacters = run.settings.maximumCritiqueCharacters
    }

    private static let tie = "tie"

    var form: Prompt.Form {
        let words = labels.map(\.rawValue) + [Self.tie]
        return Prompt.Form(
            name: "comparison",
            schema: FormReader.schema(
                nonce,
                [
                    .init("reason", .text(atMost: maximumCharacters)),
                    .init("better", ["type": "string", "enum": .array(words.map { .string($0) })]),
                ]))
    }

    /// The form filled with placeholders, for the prompt's text.
    var example: String {
        #"{"code": "\#(nonce)", "reason": "…", "better": <\#((labels.map(\.rawValue) + [Self.tie]).map { "\"\($0)\"" }.joined(separator: " or "))>}"#
    }

    /// Reads a choice.
    /// - Parameter isSwapped: Whether the second text was shown first.
    func read(_ text: String, isSwapped: Bool) -> Result<Preference, FormComplaint> {
        FormReader(code: nonce).read(text) { (content: Content) throws(FormComplaint) in
            let reason = content.reason ?? ""
            if content.better == Self.tie { return Preference(.tie, reason: reason) }
            guard let place = labels.firstIndex(of: Label(content.better)) else {
                throw FormComplaint(
                    "“better” is “\(content.better.prefix(40))”; it must be \(labels[0]), \(labels[1]) or \(Self.tie).")
            }
            return Preference((place == 0) != isSwapped ? .first : .second, reason: reason)
        }
    }

    private struct Content: Decodable {
        var reason: String?
        var better: String
    }
}
