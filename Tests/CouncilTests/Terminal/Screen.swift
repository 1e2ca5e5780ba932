@testable import council

/// A terminal's screen that understands exactly the control codes of the live view: cursor up, carriage return, clear
/// to the end, colours. It wraps and scrolls, and a resize wraps its lines anew, as most terminals do.
struct Screen {
    private struct Row {
        var text = ""
        var isContinuation = false
    }

    private(set) var columns: Int
    private(set) var height: Int
    /// What was sent and is not understood.
    private(set) var unknown: [String] = []
    /// The rows that wrapped while they were written.
    private(set) var wraps = 0
    private var rows = [Row()]
    private var top = 0
    private var row = 0

    init(columns: Int, height: Int) {
        self.columns = columns
        self.height = height
    }

    /// What a person sees, scrolled-off rows included.
    var lines: [String] { rows.map(\.text) }

    var text: String { lines.joined(separator: "\n") }

    mutating func write(_ text: String) {
        var rest = Array(text)[...]
        while let character = rest.popFirst() {
            switch character {
            case "\n": newRow(isContinuation: false)
            case "\r": rows[row].text = ""
            case "\u{1B}": obey(&rest)
            default: put(character)
            }
        }
    }

    mutating func resize(columns: Int, height: Int) {
        let old = rows
        self.columns = columns
        self.height = height
        let wrapsSoFar = wraps
        rows = []
        for (index, line) in old.enumerated() where !line.isContinuation {
            let whole = line.text + old[(index + 1)...].prefix(while: \.isContinuation).map(\.text).joined()
            rows.append(Row())
            row = rows.count - 1
            for character in whole { put(character) }
        }
        wraps = wrapsSoFar
        top = max(0, rows.count - height)
    }

    private mutating func put(_ character: Character) {
        if rows[row].text.displayWidth + DisplayWidth.of(character) > columns {
            newRow(isContinuation: true)
            wraps += 1
        }
        rows[row].text.append(character)
    }

    private mutating func newRow(isContinuation: Bool) {
        row += 1
        if row == rows.count { rows.append(Row()) }
        rows[row] = Row(isContinuation: isContinuation)
        top = max(top, rows.count - height)
    }

    private mutating func obey(_ rest: inout ArraySlice<Character>) {
        guard rest.popFirst() == "[" else { return unknown.append("ESC") }
        let parameter = String(rest.prefix { $0.isNumber })
        rest = rest.dropFirst(parameter.count)
        switch (rest.popFirst(), Int(parameter)) {
        case ("A", let count?):
            row = max(top, row - count)
        case ("J", nil):
            rows.removeSubrange((row + 1)...)
            rows[row] = Row()
        case ("m", _?): break
        case (let command, _): unknown.append("ESC[\(parameter)\(command.map { String($0) } ?? "")")
        }
    }
}
