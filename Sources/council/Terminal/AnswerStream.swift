import CouncilKit

/// The final answer on its way to standard output, piece by piece or at once: pure, from pieces to the text to write.
struct AnswerStream {
    private var streamed = ""
    private var filter = ControlFilter()
    private var endsLine = true

    /// Whether a part of an answer is already out.
    var hasBegun: Bool { !streamed.isEmpty }

    /// The next piece, as it is written. White space before an answer is left out.
    mutating func pass(_ piece: String) -> String {
        let text = hasBegun ? piece : String(piece.drop(while: \.isWhitespace))
        streamed += text
        let passed = filter.pass(text)
        if let last = passed.last { endsLine = last == "\n" }
        return passed
    }

    /// The text that ends the line of an answer that broke off, so that another one can begin.
    mutating func breakOff() -> String {
        let end = filter.close() + (endsLine ? "" : "\n")
        self = AnswerStream()
        return end
    }

    /// What is missing of the whole answer and its line break; `nil` if what is out is not its beginning.
    mutating func complete(_ answer: String) -> String? {
        let whole = String(answer.drop(while: \.isWhitespace))
        // Some providers trim the whole, but not its pieces.
        if streamed.hasPrefix(whole), streamed.dropFirst(whole.count).allSatisfy(\.isWhitespace) { return breakOff() }
        // Thoughts in front of it were shown as text where their opening tag was missing.
        if !whole.isEmpty, streamed.hasSuffix(whole) { return breakOff() }
        guard whole.utf8.starts(with: streamed.utf8) else { return nil }
        let rest = String(Substring(whole.utf8.dropFirst(streamed.utf8.count)))
        return pass(rest) + breakOff()
    }
}
