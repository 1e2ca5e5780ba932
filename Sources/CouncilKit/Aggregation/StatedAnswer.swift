/// The answer that a reply states outright, without the reasoning before it.
///
/// That is, in this order: what stands last in a LaTeX `\boxed{…}`; what follows the last “final answer”, “the answer
/// is”, “answer:” or `####`, to the end of its line or, if nothing is there, of the next one; the whole reply if it is
/// a single short line.
public struct StatedAnswer: Sendable, Hashable {
    /// The statement without mark-up, as its author wrote it otherwise.
    public let text: String
    /// Whether nothing announces the answer: the reply is a single short line, and that is taken.
    public let isWholeReply: Bool

    /// - Returns: `nil` if the reply states no answer outright.
    public init?(_ reply: String) {
        let announced = Self.boxed(in: reply) ?? Self.announced(in: reply)
        guard let statement = announced ?? Self.whole(reply) else { return nil }
        let text = statement.withoutMarkup
        guard !text.isEmpty else { return nil }
        self.text = text
        isWholeReply = announced == nil
    }

    private static func boxed(in reply: String) -> String? {
        guard let start = reply.ranges(of: "\\boxed{").last?.upperBound else { return nil }
        var depth = 1
        for index in reply[start...].indices {
            switch reply[index] {
            case "{": depth += 1
            case "}": depth -= 1
            default: break
            }
            if depth == 0 { return String(reply[start..<index]) }
        }
        return nil
    }

    private static func announced(in reply: String) -> String? {
        let marker = /(?i)(?:final answer(?: is)?|answer is|answer\s*\**:|####)/
        guard let end = reply.ranges(of: marker).last?.upperBound else { return nil }
        let lines = reply[end...].split(whereSeparator: \.isNewline)
        return lines.map { String($0) }.first { !$0.withoutMarkup.isEmpty }
    }

    private static func whole(_ reply: String) -> String? {
        let lines = reply.split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }
        guard lines.count == 1, lines[0].count <= 60 else { return nil }
        return String(lines[0])
    }
}

extension String {
    /// The text without emphasis, mathematical delimiters, `\text{…}`, quotation marks and spaces around it.
    fileprivate var withoutMarkup: String {
        let plain = replacing(/\\(?:text|mathrm|textbf|mathbf)\{([^}]*)\}/) { String($0.1) }
            .replacing(/\\[()\[\]]|[*_`#“”"]|\$(?!\d)|\\(?=[$%])/) { _ in "" }
        let inner = plain.drop { $0.isWhitespace || $0 == ":" }
        return String(String(inner.reversed()).drop { $0.isWhitespace || ".:,;".contains($0) }.reversed())
    }
}
