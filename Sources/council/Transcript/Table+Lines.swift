/// The table on a terminal.
extension Table {
    private static let gap = 2

    /// The table in columns of equal display width, two spaces apart.
    ///
    /// Where it is too wide, columns that may be shortened are. Where that is not enough the table is told in several,
    /// one below the other, each of which begins with the key.
    /// - Parameter width: No line is wider.
    func lines(width: Int? = nil) -> [String] {
        let natural = columns.indices.map(naturalWidth)
        guard let width else { return lines(of: Array(columns.indices), natural, width: .max) }
        let bands = bands(natural, width)
        return Array(bands.map { lines(of: $0, fitted($0, natural, to: width), width: width) }.joined(separator: [""]))
    }

    private func naturalWidth(of column: Int) -> Int {
        ([columns[column].heading] + rows.map { $0[column] }).map(\.displayWidth).max() ?? 0
    }

    /// The columns of each table that is printed.
    private func bands(_ natural: [Int], _ width: Int) -> [[Int]] {
        let least = columns.indices.map { min(columns[$0].least ?? .max, natural[$0]) }
        let all = Array(columns.indices)
        guard total(least) > width else { return [all] }
        let beginning = max(2, key + 1)
        var bands = [Array(all.prefix(beginning))]
        for column in all.dropFirst(beginning) {
            let band = (bands.last ?? []) + [column]
            // The key has been told in full when it stands in a further table.
            if total(band.map { $0 == key && bands.count > 1 ? least[$0] : natural[$0] }) <= width {
                bands[bands.count - 1] = band
            } else {
                bands.append([key, column])
            }
        }
        return bands
    }

    private func total(_ widths: [Int]) -> Int { widths.reduce(0, +) + Self.gap * max(0, widths.count - 1) }

    /// The widths of a band's columns, the widest that may be shortened first.
    private func fitted(_ band: [Int], _ natural: [Int], to width: Int) -> [Int] {
        var widths = natural
        func excess() -> Int { total(band.map { widths[$0] }) - width }
        func room(_ column: Int) -> Int { widths[column] - (columns[column].least ?? .max) }
        while excess() > 0, let widest = band.filter({ room($0) > 0 }).max(by: { widths[$0] < widths[$1] }) {
            widths[widest] -= 1
        }
        return widths
    }

    private func lines(of band: [Int], _ widths: [Int], width: Int) -> [String] {
        ([columns.map(\.heading)] + rows).map { row in
            band.map { column in
                row[column].truncated(to: widths[column], keeping: columns[column].telling)
                    .padded(to: widths[column], alignment: columns[column].alignment)
            }
            .joined(separator: String(repeating: " ", count: Self.gap))
            .trimmingTrailingSpaces
            .truncated(to: width)
        }
    }
}

extension String {
    fileprivate var trimmingTrailingSpaces: String {
        String(reversed().drop { $0 == " " }.reversed())
    }
}
