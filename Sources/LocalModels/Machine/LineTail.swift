/// Keeps the last lines of a stream of bytes, within bounds.
struct LineTail {
    static let longestLine = 4096
    private static let longestTail = 16384

    private var bytes: [UInt8] = []

    mutating func append(_ chunk: [UInt8]) {
        bytes += chunk
        if bytes.count > 2 * Self.longestTail { bytes.removeFirst(bytes.count - Self.longestTail) }
    }

    /// The last lines that are not blank, at most 20.
    var lines: [String] {
        String(decoding: bytes, as: UTF8.self)
            .split(whereSeparator: \.isNewline)
            .filter { !$0.allSatisfy(\.isWhitespace) }
            .suffix(20)
            .map(String.init)
    }
}
