import Glibc

/// What the events of a stream have in common that differ in one text only, as nearly all of an answer's do.
///
/// An event that fits is not decoded: the same bytes around another text mean the same chunk with another text. To be
/// sure of that, the text has to be the one value of its key in the whole event, without anything escaped.
struct EventPattern<Chunk: ReplyChunk> {
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
        let end = start + text.utf8.count
        guard end < data.endIndex, data[end] == UInt8(ascii: "\""), data[start..<end].elementsEqual(text.utf8) else {
            return nil
        }
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
                bytes[head.count..<end].allSatisfy({
                    $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
                }),
                let text = String(validating: bytes[head.count..<end], as: UTF8.self)
            else { return nil }
            var chunk = chunk
            chunk.text = text
            return chunk
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
