import CouncilKit

/// Reads JSON text (RFC 8259) into a value that can be asked for what is needed and ignored for the rest.
///
/// Runs once per token and takes less than half of `JSONDecoder`'s time. Lenient where providers are careless: a value of
/// an unexpected type spoils nothing else, half a surrogate pair or broken UTF-8 become U+FFFD.
struct JSONReader {
    /// The text is not JSON.
    struct SyntaxError: Error, Equatable {}

    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0
    private static let maximumDepth = 128

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The value that the whole text stands for.
    static func value(of bytes: [UInt8]) throws(SyntaxError) -> JSONValue {
        var reader = JSONReader(bytes)
        let value = try reader.value()
        reader.skipSpace()
        guard reader.position == bytes.count else { throw SyntaxError() }
        return value
    }

    private mutating func value() throws(SyntaxError) -> JSONValue {
        skipSpace()
        guard position < bytes.count else { throw SyntaxError() }
        switch bytes[position] {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func object() throws(SyntaxError) -> JSONValue {
        try descend()
        defer { depth -= 1 }
        var members: [JSONValue.Member] = []
        if take(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            skipSpace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { throw SyntaxError() }
            let key = try string()
            guard take(UInt8(ascii: ":")) else { throw SyntaxError() }
            members.append(JSONValue.Member(key, try value()))
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw SyntaxError() }
        return .object(members)
    }

    private mutating func array() throws(SyntaxError) -> JSONValue {
        try descend()
        defer { depth -= 1 }
        var elements: [JSONValue] = []
        if take(UInt8(ascii: "]")) { return .array(elements) }
        repeat { elements.append(try value()) } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw SyntaxError() }
        return .array(elements)
    }

    private mutating func descend() throws(SyntaxError) {
        position += 1
        depth += 1
        guard depth <= Self.maximumDepth else { throw SyntaxError() }
    }

    private mutating func number() throws(SyntaxError) -> JSONValue {
        let start = position
        while position < bytes.count, Self.isPartOfNumber(bytes[position]) { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if let integer = Int(text) { return .integer(integer) }
        guard let number = Double(text), number.isFinite else { throw SyntaxError() }
        return .number(number)
    }

    private static func isPartOfNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
            UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(SyntaxError) -> JSONValue {
        let end = position + word.utf8CodeUnitCount
        guard end <= bytes.count,
            word.withUTF8Buffer({ letters in bytes[position..<end].elementsEqual(letters) })
        else { throw SyntaxError() }
        position = end
        return value
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        skipSpace()
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }
}

extension JSONReader {
    private mutating func string() throws(SyntaxError) -> String {
        position += 1
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                defer { position += 1 }
                return String(decoding: bytes[start..<position], as: UTF8.self)
            case UInt8(ascii: "\\"): return try stringWithEscapes(from: start)
            default: position += 1
            }
        }
        throw SyntaxError()
    }

    private mutating func stringWithEscapes(from start: Int) throws(SyntaxError) -> String {
        var text = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
            if byte != UInt8(ascii: "\\") {
                text.append(byte)
                continue
            }
            guard position < bytes.count else { throw SyntaxError() }
            let escape = bytes[position]
            position += 1
            switch escape {
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0C)
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(escape)
            case UInt8(ascii: "u"): text.append(contentsOf: String(try scalar()).utf8)
            default: throw SyntaxError()
            }
        }
        throw SyntaxError()
    }

    private mutating func scalar() throws(SyntaxError) -> Character {
        let unit = try hexadecimal()
        if let scalar = Unicode.Scalar(unit) { return Character(scalar) }
        let next = position
        if UTF16.isLeadSurrogate(unit), position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        {
            position += 2
            let trail = try hexadecimal()
            if UTF16.isTrailSurrogate(trail) {
                return Character(UTF16.decode(UTF16.EncodedScalar([unit, trail])))
            }
            position = next
        }
        return "\u{FFFD}"
    }

    private mutating func hexadecimal() throws(SyntaxError) -> UInt16 {
        guard position + 4 <= bytes.count else { throw SyntaxError() }
        let digits = String(decoding: bytes[position..<position + 4], as: UTF8.self)
        guard let unit = UInt16(digits, radix: 16), digits.first != "+" else { throw SyntaxError() }
        position += 4
        return unit
    }
}
