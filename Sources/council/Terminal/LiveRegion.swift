/// The lines at the bottom of a terminal that are drawn again and again: pure, from lines to the text to write.
///
/// The cursor rests at the beginning of the row below the last line. Three control codes are all it needs: cursor up,
/// carriage return, clear to the end of the screen.
struct LiveRegion {
    private var drawn: [InkLine] = []
    private var window: Console.Window?
    private let isColoured: Bool

    init(isColoured: Bool) { self.isColoured = isColoured }

    /// Replaces what is on the screen.
    /// - Parameters:
    ///   - lines: The new lines, as many as the window has rows above its last one; none ends the region.
    ///   - above: Lines that stay on the screen for good, above the region. They may be wider than the window.
    /// - Returns: The text to write, or `nil` if the screen shows all that already.
    mutating func redraw(_ lines: [InkLine], above: [InkLine] = [], in window: Console.Window) -> String? {
        // The last column stays free: terminals differ in what they do after writing to it.
        let lines = lines.prefix(max(0, window.rows - 1)).map { $0.cut(to: window.columns - 1) }
        guard lines != drawn || !above.isEmpty || window != self.window else { return nil }
        var text = ""
        let rows = rows(in: window)
        if rows > 0 { text += "\u{1B}[\(rows)A\r\u{1B}[J" }
        for line in above + lines { text += line.text(inColour: isColoured) + "\n" }
        drawn = lines
        self.window = window
        return text.isEmpty ? nil : text
    }

    /// The rows that the region fills now; a window that became narrower has wrapped its lines.
    private func rows(in window: Console.Window) -> Int {
        min(drawn.reduce(0) { $0 + $1.rows(columns: window.columns) }, max(0, window.rows - 1))
    }
}
