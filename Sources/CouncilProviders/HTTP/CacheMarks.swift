import CouncilKit

/// Where the texts of a request are cut, because other prompts of the run begin alike: Anthropic's models read and write
/// their cache at marks, at most four of a request.
struct CacheMarks {
    /// The most marks that one request may hold.
    static let most = 4
    static let mark: JSONValue = ["type": "ephemeral"]

    /// Prefixes that get no mark: the longest ones save the most.
    private var passed: Int

    /// - Parameters:
    ///   - messages: All that will be cut.
    ///   - count: How many marks there may be.
    init(for messages: [Prompt.Message], atMost count: Int) {
        passed = max(0, messages.reduce(0) { $0 + $1.prefixEnds.count } - count)
    }

    /// Cuts the text of the next message.
    /// - Parameter text: What is sent of it, which begins with its text.
    /// - Returns: Parts that are not blank; a mark stands behind all but the rest.
    mutating func cut(_ message: Prompt.Message, _ text: String) -> [(text: String, isMarked: Bool)] {
        let ends = message.prefixEnds
        let dropped = min(passed, ends.count)
        passed -= dropped
        var parts: [(text: String, isMarked: Bool)] = []
        var start = text.startIndex
        for end in ends.dropFirst(dropped) {
            let end = text.utf8.index(text.startIndex, offsetBy: end)
            parts.append((String(text[start..<end]), true))
            start = end
        }
        if !text[start...].isBlank { parts.append((String(text[start...]), false)) }
        return parts
    }
}

extension Prompt.Message {
    /// The offsets at which the text can be cut: inside it, between characters, with something before each.
    fileprivate var prefixEnds: [Int] {
        var ends: [Int] = []
        var start = text.startIndex
        for offset in Set(sharedPrefixes).sorted() where offset > 0 && offset <= text.utf8.count {
            let end = text.utf8.index(text.startIndex, offsetBy: offset)
            guard let end = end.samePosition(in: text.unicodeScalars), !text[start..<end].isBlank else { continue }
            ends.append(offset)
            start = end
        }
        return ends
    }
}

extension StringProtocol {
    var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
