extension [UInt8] {
    /// Appends a JSON string (RFC 8259, section 7) in UTF-8.
    mutating func appendJSON(_ string: String) {
        append(UInt8(ascii: "\""))
        var string = string
        string.withUTF8 { text in
            var written = 0
            // What needs no escape is copied in one go; all that does is a single byte in UTF-8.
            while let index = Self.indexOfEscape(in: text, from: written) {
                append(contentsOf: UnsafeBufferPointer(rebasing: text[written..<index]))
                appendEscape(of: text[index])
                written = index + 1
            }
            append(contentsOf: UnsafeBufferPointer(rebasing: text[written...]))
        }
        append(UInt8(ascii: "\""))
    }

    /// The place of the next byte that needs an escape.
    private static func indexOfEscape(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var index = start
        // Eight bytes at once, which is most of what is written.
        while index + 8 <= text.count {
            let bytes = UInt64(
                littleEndian: UnsafeRawBufferPointer(text).loadUnaligned(fromByteOffset: index, as: UInt64.self))
            let quotes = bytes ^ (ones * UInt64(UInt8(ascii: "\"")))
            let backslashes = bytes ^ (ones * UInt64(UInt8(ascii: "\\")))
            let found = below(0x20, in: bytes) | below(1, in: quotes) | below(1, in: backslashes)
            if found != 0 { return index + found.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < text.count {
            let byte = text[index]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return index }
            index += 1
        }
        return nil
    }

    private static var ones: UInt64 { 0x0101_0101_0101_0101 }

    /// The high bit of the lowest byte that is below a limit of at most 128; nothing below it is marked.
    ///
    /// S. E. Anderson, "Bit Twiddling Hacks", Stanford University, 2005: "Determine if a word has a byte less than n".
    private static func below(_ limit: UInt64, in bytes: UInt64) -> UInt64 {
        (bytes &- ones &* limit) & ~bytes & (ones << 7)
    }

    private mutating func appendEscape(of byte: UInt8) {
        append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): append(byte)
        case 0x0A: append(UInt8(ascii: "n"))
        case 0x0D: append(UInt8(ascii: "r"))
        case 0x09: append(UInt8(ascii: "t"))
        default:
            let hex = String(byte, radix: 16)
            self += ("u00" + (hex.count < 2 ? "0" : "") + hex).utf8
        }
    }
}
