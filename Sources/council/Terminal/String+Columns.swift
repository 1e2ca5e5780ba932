extension StringProtocol {
    /// The columns that the text takes on one line of a terminal.
    var displayWidth: Int { reduce(0) { $0 + DisplayWidth.of($1) } }

    /// The longest beginning that fits into a number of columns.
    func prefix(columns: Int) -> SubSequence {
        var used = 0
        var end = startIndex
        for index in indices {
            used += DisplayWidth.of(self[index])
            if used > columns { break }
            end = self.index(after: index)
        }
        return self[..<end]
    }
}

extension String {
    /// Which part of a text is worth most when not all of it fits.
    enum Telling {
        case beginning, ending
    }

    /// The text in at most a number of columns; an ellipsis stands for what is cut off.
    func truncated(to columns: Int, keeping telling: Telling = .beginning) -> String {
        guard columns > 0 else { return "" }
        guard displayWidth > columns else { return self }
        switch telling {
        case .beginning: return prefix(columns: columns - 1) + "…"
        case .ending:
            var kept = Substring(self)
            while kept.displayWidth > columns - 1 { kept.removeFirst() }
            return "…" + kept
        }
    }

    /// The text with spaces after it, or before it, to fill a number of columns.
    func padded(to columns: Int, alignment: Table.Alignment = .leading) -> String {
        let space = String(repeating: " ", count: max(0, columns - displayWidth))
        return alignment == .leading ? self + space : space + self
    }
}
