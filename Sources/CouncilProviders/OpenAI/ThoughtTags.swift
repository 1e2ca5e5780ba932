/// Tells thoughts from the answer where a server writes both into one text: `<think>…</think>` in front of the answer, as
/// DeepSeek-R1, Qwen and others are trained to write and as servers without a parser for it pass on.
struct ThoughtTags {
    private enum Place {
        /// Nothing but white space and perhaps the beginning of the tag has come; it is kept back.
        case beginning(String)
        /// Inside the thoughts; what may be the beginning of the closing tag is kept back.
        case thoughts(String)
        /// Behind the thoughts, before the first character of the answer.
        case gap
        case answer
    }

    private static let opening = "<think>"
    private static let closing = "</think>"

    private var place = Place.beginning("")

    /// Takes the next part of the text.
    mutating func take(_ text: String) -> (thoughts: String, answer: String) {
        switch place {
        case .answer: return ("", text)
        case .beginning(let kept): return begin(kept + text)
        case .thoughts(let kept): return think(kept + text)
        case .gap:
            let answer = text.drop(while: \.isWhitespace)
            if !answer.isEmpty { place = .answer }
            return ("", String(answer))
        }
    }

    /// Ends the text.
    /// - Returns: What was kept back.
    mutating func finish() -> (thoughts: String, answer: String) {
        defer { place = .answer }
        return switch place {
        case .beginning(let kept): ("", kept)
        case .thoughts(let kept): (kept, "")
        case .gap, .answer: ("", "")
        }
    }

    /// Thoughts whose opening tag is missing, because the template of the chat ends with it: the closing tag stands on a
    /// line of its own in front of the answer.
    /// - Returns: `nil` if the text holds none.
    static func unopened(in text: String) -> (thoughts: String, answer: String)? {
        // Most answers hold no such character, and a byte is found sooner than a text.
        guard text.utf8.contains(UInt8(ascii: "<")), let end = text.firstRange(of: "\n" + closing + "\n") else {
            return nil
        }
        let thoughts = text[..<end.lowerBound]
        let answer = text[end.upperBound...].drop(while: \.isWhitespace)
        // A text that explains the tags names the opening one first, or shows code.
        guard !thoughts.contains(opening), !thoughts.contains("```"), !answer.isEmpty else { return nil }
        return (String(thoughts), String(answer))
    }

    private mutating func begin(_ text: String) -> (thoughts: String, answer: String) {
        let start = text.drop(while: \.isWhitespace)
        if start.hasPrefix(Self.opening) {
            place = .thoughts("")
            return think(String(start.dropFirst(Self.opening.count)))
        }
        if Self.opening.hasPrefix(start) {
            place = .beginning(text)
            return ("", "")
        }
        place = .answer
        return ("", text)
    }

    private mutating func think(_ text: String) -> (thoughts: String, answer: String) {
        if let end = text.firstRange(of: Self.closing) {
            place = .gap
            let (_, answer) = take(String(text[end.upperBound...]))
            return (String(text[..<end.lowerBound]), answer)
        }
        // The longest end of the text that may go on to be the closing tag.
        let kept = (1..<Self.closing.count).last { text.hasSuffix(Self.closing.prefix($0)) } ?? 0
        place = .thoughts(String(text.suffix(kept)))
        return (String(text.dropLast(kept)), "")
    }
}
