/// The JSON objects in a text that may be reviews, between whatever else a model wrote.
///
/// An object counts if its first key is one of those asked for. They are looked for from the end, because the last
/// valid one counts: nothing that a reviewer repeats before its own review, however broken, can hide it.
struct JSONBlocks {
    struct Block {
        var bytes: ArraySlice<UInt8>
        /// A key that stands twice in one object, or is written with escapes: which value holds is left open then.
        var ambiguousKey: String?
    }

    /// The objects, last first.
    let blocks: [Block]

    /// How many bytes are looked at in all, however many openings a hostile text has.
    private static let patience = 1 << 26

    /// - Parameter keys: The keys one of which must come first in the object.
    init(in text: String, beginningWith keys: [String]) {
        let bytes = Array(text.utf8)
        let openings = keys.map { Array("\"\($0)\"".utf8) }
        var blocks: [Block] = []
        var looked = 0
        for position in bytes.indices.reversed() where bytes[position] == UInt8(ascii: "{") {
            let rest = bytes[(position + 1)...].drop(while: Scanner.isSpace)
            guard openings.contains(where: { rest.starts(with: $0) }) else { continue }
            var scanner = Scanner(bytes: bytes, position: position)
            if let block = scanner.object() { blocks.append(block) }
            looked += scanner.position - position
            if looked > Self.patience { break }
        }
        self.blocks = blocks
    }

    private struct Scanner {
        let bytes: [UInt8]
        var position: Int
        private var keys: [Set<ArraySlice<UInt8>>] = []
        private var ambiguous: String?

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
                    if keys.isEmpty { return Block(bytes: bytes[start..<position], ambiguousKey: ambiguous) }
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
            let next = bytes[position...].first { !Self.isSpace($0) }
            guard next == UInt8(ascii: ":"), let level = keys.indices.last else { return }
            if !keys[level].insert(content).inserted || content.contains(UInt8(ascii: "\\")) {
                ambiguous = String(decoding: content, as: UTF8.self)
            }
        }

        static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d }
    }
}
