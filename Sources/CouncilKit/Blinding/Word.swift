/// A word of a text and where it stands. A Chinese character is a word of its own.
struct Word {
    /// How a line begins.
    enum Mark {
        case dash, bullet, none
    }

    /// A line that holds words.
    struct Line {
        var mark: Mark
        /// The numbers of its words.
        var words: Range<Int>
    }

    var range: Range<String.Index>
    /// In lower case, with straight apostrophes.
    var lower: String
    var isCapital: Bool

    /// The words of a text. Dots and hyphens inside a word belong to it, `'s` at its end is a word of its own.
    static func all(in text: String) -> [Word] {
        var words: [Word] = []
        var index = text.startIndex
        while index < text.endIndex {
            guard text[index].isWordPart else {
                index = text.index(after: index)
                continue
            }
            let start = index
            index = text.index(after: index)
            if !text[start].isIdeograph {
                while index < text.endIndex, !text[index].isIdeograph {
                    let next = text.index(after: index)
                    let joins = text[index].isJoint && next < text.endIndex && text[next].isWordPart
                    let isPossessive = text[index].isApostrophe && joins && text[next...].isPossessive
                    guard !isPossessive, text[index].isWordPart || (joins && !text[next].isIdeograph) else { break }
                    index = next
                }
            }
            words.append(Word(text, start..<index))
            if index < text.endIndex, text[index].isApostrophe, text[text.index(after: index)...].isPossessive {
                let end = text.index(index, offsetBy: 2)
                words.append(Word(range: index..<end, lower: "'s", isCapital: false))
                index = end
            }
        }
        return words
    }

    private init(_ text: String, _ range: Range<String.Index>) {
        self.init(
            range: range, lower: String(text[range].lowercased().map { $0.isApostrophe ? "'" : $0 }),
            isCapital: text[range.lowerBound].isUppercase)
    }

    private init(range: Range<String.Index>, lower: String, isCapital: Bool) {
        self.range = range
        self.lower = lower
        self.isCapital = isCapital
    }

    /// The lines of a text that hold words.
    static func lines(of words: [Word], in text: String) -> [Line] {
        var lines: [Line] = []
        var first = 0
        while first < words.count {
            var end = first + 1
            while end < words.count,
                !text[words[end - 1].range.upperBound..<words[end].range.lowerBound].contains(where: \.isNewline)
            {
                end += 1
            }
            let before = text[
                lineStart(before: words[first].range.lowerBound, in: text)..<words[first].range.lowerBound]
            let mark: Mark =
                before.contains { "—–―".contains($0) } || before.count(where: { $0 == "-" }) > 1
                ? .dash : before.contains { "-*•~+".contains($0) } ? .bullet : .none
            lines.append(Line(mark: mark, words: first..<end))
            first = end
        }
        return lines
    }

    private static func lineStart(before index: String.Index, in text: String) -> String.Index {
        var start = index
        while start > text.startIndex {
            let previous = text.index(before: start)
            if text[previous].isNewline { break }
            start = previous
        }
        return start
    }
}

extension Character {
    fileprivate var isWordPart: Bool { isLetter || isNumber }
    fileprivate var isApostrophe: Bool { self == "'" || self == "’" }
    fileprivate var isJoint: Bool { isApostrophe || self == "-" || self == "." }
    fileprivate var isIdeograph: Bool { unicodeScalars.first.map { (0x3400...0x9fff).contains($0.value) } ?? false }
}

extension Substring {
    /// Whether this begins with the `s` of a possessive.
    fileprivate var isPossessive: Bool {
        guard let first, first == "s" || first == "S" else { return false }
        return dropFirst().first.map { !$0.isWordPart } ?? true
    }
}
