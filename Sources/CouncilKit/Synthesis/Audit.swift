/// Which statements of the analysis the final answer kept, and which it dropped.
public struct Audit: Sendable, Hashable, Codable {
    /// The statements that the final answer does not make.
    public var dropped: [Analysis.Point]
    /// How many statements were looked for.
    public var total: Int

    public init(dropped: [Analysis.Point], total: Int) {
        self.dropped = dropped
        self.total = total
    }
}

/// The form of an audit: every statement has a number, every number gets a word.
struct AuditForm {
    let statements: [Analysis.Point]
    /// See ``FormReader/code``. Whoever wrote the answer knows the word that marks texts in the run, so this is another.
    let code: String

    init(statements: [Analysis.Point], in run: Run) {
        self.statements = statements
        var generator = SeededGenerator(seed: run.seed, purpose: "audit")
        code = String(generator.next() & 0xffff_ffff, radix: 36)
    }

    private enum Fate: String, Decodable, CaseIterable {
        case kept, dropped
    }

    private var numbers: [String] { statements.indices.map { "\($0 + 1)" } }

    var form: Prompt.Form {
        let word: JSONValue = ["type": "string", "enum": .array(Fate.allCases.map { .string($0.rawValue) })]
        return Prompt.Form(
            name: "audit", schema: FormReader.schema(code, [.init("points", .form(numbers.map { .init($0, word) }))]))
    }

    /// The form filled with placeholders, for the prompt's text.
    var example: String {
        let points = numbers.map { "\"\($0)\": <\"kept\" or \"dropped\">" }
        return "{\"code\": \"\(code)\", \"points\": {\(points.joined(separator: ", "))}}"
    }

    /// The statements with their numbers, one a line.
    var list: String {
        zip(numbers, statements).map { "\($0). \($1.text.onOneLine)" }.joined(separator: "\n")
    }

    func read(_ text: String) -> Result<Audit, FormComplaint> {
        FormReader(code: code).read(text) { (content: Content) throws(FormComplaint) in
            if let unknown = Set(content.points.keys).subtracting(numbers).min() {
                throw FormComplaint("There is no point “\(unknown.prefix(40))”; they are 1 to \(statements.count).")
            }
            let missing = numbers.filter { content.points[$0] == nil }
            guard missing.isEmpty else {
                throw FormComplaint("“points” leaves out \(missing.joined(separator: ", ")).")
            }
            let dropped = zip(numbers, statements).filter { content.points[$0.0] == .dropped }.map(\.1)
            return Audit(dropped: dropped, total: statements.count)
        }
    }

    private struct Content: Decodable {
        var points: [String: Fate]
    }
}
