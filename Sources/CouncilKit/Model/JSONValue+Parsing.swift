private import CJansson

extension JSONValue {
    /// Why a text is no JSON.
    public struct SyntaxError: Error, Hashable, CustomStringConvertible {
        /// What is wrong, in the parser's words.
        public var description: String
    }

    private static let maximumDepth = 128
    /// Short texts cannot hold so many values that they fill the memory.
    private static let (longestUncounted, mostValues) = (128 << 10, 200_000)
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Reads JSON text (RFC 8259) in UTF-8, be there a byte order mark in front or not: any value that is nested at most
    /// 128 levels deep and holds at most 200,000 others.
    ///
    /// Objects keep the order of their keys; of keys that stand there twice the last counts. A number that is whole and
    /// fits becomes an ``integer(_:)``, also when written as `3.0`. Beside a whole number of more than 64 bits all others
    /// are as exact as a `Double`.
    /// - Throws: ``SyntaxError``, also if bytes are no UTF-8 or half a surrogate pair is escaped.
    public init(parsing json: some Sequence<UInt8>) throws(SyntaxError) {
        let value =
            json.withContiguousStorageIfAvailable { bytes in Self.parsed(bytes) }
            ?? Array(json).withUnsafeBufferPointer { Self.parsed($0) }
        self = try value.get()
    }

    /// Reads JSON text, as from bytes.
    /// - Throws: ``SyntaxError``.
    public init(parsing json: some StringProtocol) throws(SyntaxError) {
        try self.init(parsing: json.utf8)
    }

    private static func parsed(_ bytes: UnsafeBufferPointer<UInt8>) -> Result<JSONValue, SyntaxError> {
        let start = bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
        let bytes = UnsafeBufferPointer(rebasing: bytes[start...])
        if bytes.count > longestUncounted, values(in: bytes) > mostValues {
            return .failure(SyntaxError(description: "more than \(mostValues) values"))
        }
        return bytes.withMemoryRebound(to: CChar.self) { text in
            let flags = Int(JSON_DECODE_ANY | JSON_ALLOW_NUL)
            var error = json_error_t()
            var root = json_loadb(text.baseAddress, text.count, flags, &error)
            // A whole number that does not fit is an error unless all numbers are floating-point.
            if root == nil, json_error_code(&error) == json_error_numeric_overflow {
                root = json_loadb(text.baseAddress, text.count, flags | Int(JSON_DECODE_INT_AS_REAL), &error)
            }
            guard let root else { return .failure(SyntaxError(error)) }
            defer { json_decref(root) }
            return Result { () throws(SyntaxError) in try JSONValue(root, depth: 0) }
        }
    }

    /// How many values there are at most: each but the first stands behind a sign that no text is around.
    private static func values(in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var count = 1
        var isInString = false
        var isEscaped = false
        for byte in bytes {
            if isEscaped {
                isEscaped = false
            } else if isInString, byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                isInString.toggle()
            } else if !isInString, byte == UInt8(ascii: ",") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") {
                count += 1
            }
        }
        return count
    }

    private init(_ node: UnsafeMutablePointer<json_t>, depth: Int) throws(SyntaxError) {
        switch node.pointee.type {
        case JSON_NULL: self = .null
        case JSON_TRUE: self = .bool(true)
        case JSON_FALSE: self = .bool(false)
        case JSON_INTEGER: self = .integer(Int(json_integer_value(node)))
        case JSON_REAL:
            let number = json_real_value(node)
            self = Int(exactly: number).map { .integer($0) } ?? .number(number)
        case JSON_STRING: self = .string(Self.text(json_string_value(node), json_string_length(node)))
        case _ where depth >= Self.maximumDepth:
            throw SyntaxError(description: "more than \(Self.maximumDepth) levels")
        case JSON_ARRAY:
            var elements: [JSONValue] = []
            elements.reserveCapacity(json_array_size(node))
            for index in 0..<json_array_size(node) {
                guard let element = json_array_get(node, index) else { continue }
                elements.append(try JSONValue(element, depth: depth + 1))
            }
            self = .array(elements)
        default:
            var members: [Member] = []
            members.reserveCapacity(json_object_size(node))
            var place = json_object_iter(node)
            while let member = place {
                if let value = json_object_iter_value(member) {
                    let key = String(cString: json_object_iter_key(member))
                    members.append(Member(key, try JSONValue(value, depth: depth + 1)))
                }
                place = json_object_iter_next(node, member)
            }
            self = .object(members)
        }
    }

    /// The parser has made sure that it is UTF-8.
    private static func text(_ start: UnsafePointer<CChar>?, _ length: Int) -> String {
        guard let start else { return "" }
        return UnsafeBufferPointer(start: start, count: length).withMemoryRebound(to: UInt8.self) {
            String(decoding: $0, as: UTF8.self)
        }
    }
}

extension JSONValue.SyntaxError {
    fileprivate init(_ error: json_error_t) {
        description = withUnsafeBytes(of: error.text) { text in
            String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}
