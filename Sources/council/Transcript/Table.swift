/// Rows of cells under headings.
struct Table: Sendable, Hashable {
    /// On which side of its column a cell stands.
    enum Alignment: Sendable, Hashable {
        case leading, trailing
    }

    struct Column: Sendable, Hashable {
        var heading: String
        var alignment: Alignment

        static func leading(_ heading: String) -> Column { Column(heading: heading, alignment: .leading) }
        static func trailing(_ heading: String) -> Column { Column(heading: heading, alignment: .trailing) }
    }

    var columns: [Column]
    /// Each with as many cells as there are columns.
    var rows: [[String]]

    init(_ columns: [Column], rows: [[String]]) {
        self.columns = columns
        self.rows = rows.map { row in row.map(\.harmlessLine) }
    }

    /// The table in columns of equal display width, two spaces apart.
    /// - Parameter width: Lines are cut to this many columns.
    func lines(width: Int? = nil) -> [String] {
        let cells = [columns.map(\.heading)] + rows
        let widths = columns.indices.map { column in cells.map { $0[column].displayWidth }.max() ?? 0 }
        return cells.map { row in
            let line = columns.indices
                .map { row[$0].padded(to: widths[$0], alignment: columns[$0].alignment) }
                .joined(separator: "  ")
                .trimmingTrailingSpaces
            return width.map { line.truncated(to: $0) } ?? line
        }
    }

    /// The table in the notation of GitHub-flavoured Markdown.
    var markdown: String {
        let rule = columns.map { $0.alignment == .leading ? "---" : "--:" }
        return ([columns.map(\.heading.markdownInline), rule] + rows.map { $0.map(\.markdownInline) })
            .map { "| \($0.joined(separator: " | ")) |" }
            .joined(separator: "\n")
    }
}

extension String {
    fileprivate var trimmingTrailingSpaces: String {
        String(reversed().drop { $0 == " " }.reversed())
    }
}
