/// A piece of a transcript, not yet in any notation.
enum Block: Sendable, Hashable {
    case heading(String)
    case subheading(String)
    /// A sentence of the program's own.
    case sentence(String)
    case list([String])
    case table(Table)
    /// What a person or a model wrote, unchanged, in many lines.
    case quotation(String)
}

extension Block {
    /// The block in plain text.
    /// - Parameter width: No line of the program's own is wider; `nil` if they may be as wide as they are.
    func text(width: Int? = nil) -> String {
        switch self {
        case .heading(let text): Self.underlined(text.harmlessLine, with: "═", width)
        case .subheading(let text): Self.underlined(text.harmlessLine, with: "─", width)
        case .sentence(let text): text.harmlessLine.wrapped(to: width)
        case .list(let items):
            items.map { "• \($0.harmlessLine)".wrapped(to: width, indentation: 2) }.joined(separator: "\n")
        case .table(let table): table.lines(width: width).joined(separator: "\n")
        case .quotation(let text): text.harmless.trimmingBlankLines.joined(separator: "\n")
        }
    }

    /// The block in Markdown.
    var markdown: String {
        switch self {
        case .heading(let text): "## \(text.markdownInline)"
        case .subheading(let text): "### \(text.markdownInline)"
        case .sentence(let text): text.markdownInline
        case .list(let items): items.map { "- \($0.markdownInline)" }.joined(separator: "\n")
        case .table(let table): table.markdown
        case .quotation(let text): text.markdownQuotation
        }
    }

    private static func underlined(_ text: String, with rule: Character, _ width: Int?) -> String {
        let lines = text.wrapped(to: width).split(separator: "\n")
        let widest = lines.map(\.displayWidth).max() ?? 0
        return lines.joined(separator: "\n") + "\n" + String(repeating: rule, count: widest)
    }
}
