/// Rows of cells under headings.
struct Table: Sendable, Hashable {
    /// On which side of its column a cell stands.
    enum Alignment: Sendable, Hashable {
        case leading, trailing
    }

    struct Column: Sendable, Hashable {
        var heading: String
        var alignment: Alignment
        /// The columns of a terminal that are left to it where all of it does not fit; `nil` if it is never shortened.
        var least: Int?
        /// Which part of a shortened cell is kept.
        var telling = String.Telling.beginning

        static func leading(_ heading: String) -> Column { Column(heading: heading, alignment: .leading) }
        static func trailing(_ heading: String) -> Column { Column(heading: heading, alignment: .trailing) }

        /// Names of models: the ends of those that are too long tell most.
        static func name(_ heading: String) -> Column {
            Column(heading: heading, alignment: .leading, least: 16, telling: .ending)
        }

        /// A text of any length, of which the beginning is enough.
        static func text(_ heading: String) -> Column { Column(heading: heading, alignment: .leading, least: 8) }
    }

    var columns: [Column]
    /// Each with as many cells as there are columns.
    var rows: [[String]]
    /// The column that says what a row is about.
    var key: Int

    /// - Parameter key: The column that says what a row is about, one of the first.
    init(_ columns: [Column], rows: [[String]], key: Int = 0) {
        self.columns = columns
        self.rows = rows.map { row in row.map(\.harmlessLine) }
        self.key = key
    }

    /// The table in the notation of GitHub-flavoured Markdown.
    var markdown: String {
        let rule = columns.map { $0.alignment == .leading ? "---" : "--:" }
        return ([columns.map(\.heading.markdownInline), rule] + rows.map { $0.map(\.markdownInline) })
            .map { "| \($0.joined(separator: " | ")) |" }
            .joined(separator: "\n")
    }
}
