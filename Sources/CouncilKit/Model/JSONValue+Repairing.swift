extension JSONValue {
    /// Reads what was meant to be JSON: what somebody says counts more than how.
    ///
    /// Models write TeX in strings, break lines in them and leave a comma behind the last value; servers split characters
    /// between tokens. Nothing is added that is missing, so half a text is never read as a whole one. A character of which
    /// only a part is there becomes U+FFFD.
    /// - Returns: `nil` if it cannot be read even so.
    public init?(repairing bytes: some Collection<UInt8>) {
        if let value = try? JSONValue(parsing: bytes) {
            self = value
        } else if let value = try? JSONValue(parsing: Self.repaired(Array(String(decoding: bytes, as: UTF8.self).utf8)))
        {
            self = value
        } else {
            return nil
        }
    }

    /// - Parameter bytes: UTF-8.
    private static func repaired(_ bytes: [UInt8]) -> [UInt8] {
        var repaired: [UInt8] = []
        repaired.reserveCapacity(bytes.count + 16)
        var isInString = false
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            switch byte {
            case UInt8(ascii: "\""):
                isInString.toggle()
                repaired.append(byte)
            case UInt8(ascii: "\\") where isInString:
                let length = lengthOfEscape(in: bytes, behind: index)
                if let unit = unit(in: bytes, behind: index), (0xD800...0xDFFF).contains(unit) {
                    let isPair =
                        unit < 0xDC00 && index + 5 < bytes.count && bytes[index + 5] == UInt8(ascii: "\\")
                        && (Self.unit(in: bytes, behind: index + 6).map { (0xDC00...0xDFFF).contains($0) } ?? false)
                    if isPair {
                        repaired += bytes[(index - 1)..<(index + 11)]
                    } else {
                        repaired += "\\ufffd".utf8
                    }
                    index += isPair ? 11 : 5
                } else if length > 0 {
                    repaired += bytes[(index - 1)..<(index + length)]
                    index += length
                } else {
                    repaired += [byte, byte]
                }
            case 0..<0x20 where isInString:
                let hex = String(byte, radix: 16)
                repaired += "\\u00\(hex.count < 2 ? "0" : "")\(hex)".utf8
            case UInt8(ascii: ",") where !isInString:
                let next = bytes[index...].first { !isSpace($0) }
                if next != UInt8(ascii: "}"), next != UInt8(ascii: "]") { repaired.append(byte) }
            default: repaired.append(byte)
            }
        }
        return repaired
    }

    /// The bytes of an escape behind its backslash; 0 if it is none.
    private static func lengthOfEscape(in bytes: [UInt8], behind index: Int) -> Int {
        guard index < bytes.count else { return 0 }
        switch bytes[index] {
        case UInt8(ascii: "u"): return unit(in: bytes, behind: index) == nil ? 0 : 5
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return 1
        default: return 0
        }
    }

    /// The UTF-16 code unit of an escape `\uXXXX`.
    private static func unit(in bytes: [UInt8], behind index: Int) -> UInt16? {
        guard index + 5 <= bytes.count, bytes[index] == UInt8(ascii: "u") else { return nil }
        let digits = bytes[(index + 1)..<(index + 5)]
        guard digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }) else { return nil }
        return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
}
