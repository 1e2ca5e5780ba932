/// One line in several inks, not yet bound to a width.
struct InkLine: Sendable, Hashable {
    private struct Span: Sendable, Hashable {
        var text: String
        var ink: Ink
    }

    private var spans: [Span] = []

    init(_ text: String = "", _ ink: Ink = .plain) { append(text, ink) }

    /// Adds text at the end. It must be harmless already.
    mutating func append(_ text: String, _ ink: Ink = .plain) {
        if text.isEmpty { return }
        if spans.last?.ink == ink {
            spans[spans.count - 1].text += text
        } else {
            spans.append(Span(text: text, ink: ink))
        }
    }

    /// One character and its ink.
    struct Cell {
        var character: Character
        var ink: Ink
    }

    /// The characters of the line.
    var cells: [Cell] { spans.flatMap { span in span.text.map { Cell(character: $0, ink: span.ink) } } }

    /// The columns of the whole line.
    var width: Int { spans.reduce(0) { $0 + $1.text.displayWidth } }

    static func + (line: InkLine, more: InkLine) -> InkLine {
        var line = line
        for span in more.spans { line.append(span.text, span.ink) }
        return line
    }

    /// The rows that the line fills when it is wrapped.
    func rows(columns: Int) -> Int {
        var rows = 1
        var used = 0
        for character in spans.lazy.flatMap(\.text) {
            let width = DisplayWidth.of(character)
            if used + width > columns {
                rows += 1
                used = 0
            }
            used += width
        }
        return rows
    }

    /// The line cut to a number of columns.
    func cut(to columns: Int) -> InkLine {
        guard width > columns else { return self }
        var line = InkLine()
        var left = columns
        for span in spans {
            let fits = span.text.displayWidth < left
            line.append(fits ? span.text : (span.text + " ").truncated(to: left), span.ink)
            if !fits { break }
            left -= span.text.displayWidth
        }
        return line
    }

    /// The line as it is written.
    func text(inColour isColoured: Bool) -> String {
        spans.map { isColoured ? $0.ink.dye($0.text) : $0.text }.joined()
    }
}
