import Glibc

/// What the events of a stream have in common that differ in one text only, as nearly all of an answer's do.
///
/// An event that fits is not decoded: the same bytes around another text mean the same chunk with another text. To be
/// sure of that, the text has to be the one value of its key in the whole event. A class, because every event would copy it.
final class EventPattern<Chunk: ReplyChunk> {
    private let head: [UInt8]
    private let tail: [UInt8]
    private let chunk: Chunk

    /// Learns from an event and what was decoded from it.
    /// - Returns: `nil` if nothing can be learnt.
    init?(_ data: [UInt8], decoded chunk: Chunk) {
        guard let text = chunk.text, !text.isEmpty,
            let place = Self.onlyPlace(of: Array("\"\(Chunk.textKey)\"".utf8), in: data)
        else { return nil }
        var start = place
        for expected in [UInt8(ascii: ":"), UInt8(ascii: "\"")] {
            start = data[start...].firstIndex { $0 != UInt8(ascii: " ") } ?? data.endIndex
            guard start < data.endIndex, data[start] == expected else { return nil }
            start += 1
        }
        guard let end = Self.endOfString(in: data, from: start),
            data[start..<end].withUnsafeBytes({ Self.text(in: $0) }) == text
        else { return nil }
        head = Array(data[..<start])
        tail = Array(data[end...])
        self.chunk = chunk
    }

    /// The chunk of another event, if that event fits.
    func chunk(of data: [UInt8]) -> Chunk? {
        let end = data.count - tail.count
        guard head.count <= end else { return nil }
        return data.withUnsafeBytes { bytes in
            guard head.withUnsafeBytes({ Self.areEqual($0, bytes[..<$0.count]) }),
                tail.withUnsafeBytes({ Self.areEqual($0, bytes[end...]) }),
                let text = Self.text(in: UnsafeRawBufferPointer(rebasing: bytes[head.count..<end]))
            else { return nil }
            var chunk = chunk
            chunk.text = text
            return chunk
        }
    }

    /// The text that stands in a JSON string (RFC 8259, section 7); `nil` if it is none, or holds `\u`, which is rare.
    private static func text(in bytes: UnsafeRawBufferPointer) -> String? {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: bytes.count) { plain -> String? in
            var count = 0
            var isEscaped = false
            for byte in bytes {
                var byte = byte
                if isEscaped {
                    guard let meaning = meaning(ofEscaped: byte) else { return nil }
                    byte = meaning
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                    continue
                } else if byte < 0x20 || byte == UInt8(ascii: "\"") {
                    return nil
                }
                plain[count] = byte
                count += 1
            }
            guard !isEscaped, let text = try? UTF8Span(validating: UnsafeBufferPointer(rebasing: plain[..<count]).span)
            else { return nil }
            return String(copying: text)
        }
    }

    /// The place of the quote that ends a string.
    private static func endOfString(in data: [UInt8], from start: Int) -> Int? {
        var place = start
        while place < data.endIndex, data[place] != UInt8(ascii: "\"") {
            place += data[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        return place < data.endIndex ? place : nil
    }

    private static func meaning(ofEscaped byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): byte
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "t"): 0x09
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        default: nil
        }
    }

    private static func areEqual(_ first: UnsafeRawBufferPointer, _ second: Slice<UnsafeRawBufferPointer>) -> Bool {
        let second = UnsafeRawBufferPointer(rebasing: second)
        guard first.count == second.count, let one = first.baseAddress, let other = second.baseAddress else {
            return first.count == second.count
        }
        return memcmp(one, other, first.count) == 0
    }

    /// The place behind a word; `nil` if it is not there or there more than once.
    private static func onlyPlace(of word: [UInt8], in data: [UInt8]) -> Int? {
        var found: Int?
        var start = 0
        while start + word.count <= data.count {
            if data[start] == word[0], data[start..<(start + word.count)].elementsEqual(word) {
                guard found == nil else { return nil }
                found = start + word.count
            }
            start += 1
        }
        return found
    }
}
