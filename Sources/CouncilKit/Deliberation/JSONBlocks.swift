/// The JSON objects that stand in a text, between whatever else a model wrote.
///
/// Only outermost objects count: one that is quoted inside a string or nested in another object is part of that one.
struct JSONBlocks {
    struct Block {
        var bytes: ArraySlice<UInt8>
        /// A key that stands twice in one object; JSON leaves open which of the two holds.
        var repeatedKey: String?
    }

    private(set) var blocks: [Block] = []

    /// Openings that lead nowhere are given up after this many, so that a hostile text costs linear time.
    private static let mostFalseOpenings = 64

    init(in text: String) {
        let bytes = Array(text.utf8)
        var position = 0
        var falseOpenings = 0
        while position < bytes.count, falseOpenings < Self.mostFalseOpenings {
            guard bytes[position] == UInt8(ascii: "{") else {
                position += 1
                continue
            }
            var scanner = Scanner(bytes: bytes, position: position)
            if let block = scanner.object() {
                blocks.append(block)
                position = scanner.position
            } else {
                falseOpenings += 1
                position += 1
            }
        }
    }

    private struct Scanner {
        let bytes: [UInt8]
        var position: Int
        private var keys: [Set<ArraySlice<UInt8>>] = []
        private var repeated: String?

        init(bytes: [UInt8], position: Int) {
            self.bytes = bytes
            self.position = position
        }

        /// Scans from an opening brace past the brace that closes it.
        mutating func object() -> Block? {
            let start = position
            while position < bytes.count {
                let byte = bytes[position]
                position += 1
                switch byte {
                case UInt8(ascii: "{"), UInt8(ascii: "["): keys.append([])
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    keys.removeLast()
                    if keys.isEmpty { return Block(bytes: bytes[start..<position], repeatedKey: repeated) }
                case UInt8(ascii: "\""): string()
                default: break
                }
            }
            return nil
        }

        /// Scans past a string and notes it if it is a key.
        private mutating func string() {
            let start = position
            while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
                position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
            }
            guard position < bytes.count else { return }
            let content = bytes[start..<position]
            position += 1
            let next = bytes[position...].first { !Self.whitespace.contains($0) }
            guard next == UInt8(ascii: ":"), let level = keys.indices.last else { return }
            if !keys[level].insert(content).inserted { repeated = String(decoding: content, as: UTF8.self) }
        }

        private static let whitespace: Set<UInt8> = [0x20, 0x09, 0x0a, 0x0d]
    }
}
