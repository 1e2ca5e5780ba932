/// Lines broken between words.
extension InkLine {
    /// The line in as many lines as it takes, none of them wider than a number of columns.
    ///
    /// It is broken after spaces and beside characters that are two columns wide; words that are too long are broken
    /// anywhere.
    /// - Parameter indentation: The spaces before all lines but the first, where there is room for them.
    func wrapped(to columns: Int, indentation: Int = 0) -> [InkLine] {
        let columns = max(2, columns)
        guard width > columns else { return [self] }
        let indentation = indentation <= columns / 2 ? indentation : 0
        var lines: [InkLine] = []
        var rest = cells[...]
        while !rest.isEmpty {
            var line = InkLine(lines.isEmpty ? "" : String(repeating: " ", count: indentation))
            let end = Self.end(of: rest, columns: columns - line.width)
            for cell in rest[..<end].trimmingTrailingSpaces { line.append(String(cell.character), cell.ink) }
            lines.append(line)
            rest = rest[end...].drop { $0.character == " " }
        }
        return lines
    }

    /// Where the line ends that begins these cells.
    private static func end(of cells: ArraySlice<Cell>, columns: Int) -> Int {
        var used = 0
        var lastBreak: Int?
        var hasWord = false
        for index in cells.indices {
            let width = DisplayWidth.of(cells[index].character)
            let isSpace = cells[index].character == " "
            if width == 2, index > cells.startIndex { lastBreak = index }
            if used + width > columns, !isSpace { return lastBreak ?? max(index, cells.startIndex + 1) }
            used += width
            hasWord = hasWord || !isSpace
            if hasWord, isSpace || width == 2 { lastBreak = index + 1 }
        }
        return cells.endIndex
    }
}

extension String {
    /// The text in lines of at most a number of columns, broken between words.
    /// - Parameter width: `nil` leaves the text as it is.
    func wrapped(to width: Int?, indentation: Int = 0) -> String {
        guard let width else { return self }
        return InkLine(self).wrapped(to: width, indentation: indentation).map { $0.text(inColour: false) }
            .joined(separator: "\n")
    }
}

extension ArraySlice<InkLine.Cell> {
    fileprivate var trimmingTrailingSpaces: ArraySlice<InkLine.Cell> {
        prefix((lastIndex { $0.character != " " } ?? startIndex - 1) + 1 - startIndex)
    }
}
