/// A number in a table.
enum Figure: CustomStringConvertible {
    case number(Double)
    /// A reference for all items, not for those at hand.
    case all(Double?)
    case none

    static func optional(_ number: Double?) -> Figure { number.map { .number($0) } ?? .none }

    var description: String {
        switch self {
        case .number(let number): Self.text(number)
        case .all(let number): number.map { Self.text($0) + "*" } ?? "–"
        case .none: "–"
        }
    }

    /// Three decimals without the zero before the point.
    static func text(_ number: Double) -> String {
        let thousandths = Int((number * 1000).rounded())
        let decimals = "\(1000 + thousandths % 1000)".dropFirst()
        return thousandths >= 1000 ? "\(thousandths / 1000).\(decimals)" : ".\(decimals)"
    }
}

/// Columns of text.
struct Columns {
    private var rows: [[String]]

    init(_ headings: String...) { rows = [headings] }

    mutating func add(_ name: String, _ cells: [String]) { rows.append([name] + cells) }

    func print() {
        let widths = (rows.first ?? []).indices.map { column in
            rows.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
        }
        for row in rows {
            let cells = row.enumerated().map { index, cell in
                let space = String(repeating: " ", count: widths[index] - cell.count)
                return index == 0 ? cell + space : space + cell
            }
            Swift.print("  " + cells.joined(separator: "  "))
        }
    }
}

/// What was to be reached.
struct Goals {
    private var lines: [String] = []

    mutating func add(_ name: String, _ value: String, isReached: Bool) {
        lines.append("\(isReached ? "reached" : "MISSED ") \(name): \(value)")
    }

    func print() {
        Swift.print("\nGoals")
        for line in lines { Swift.print("  \(line)") }
    }
}
