import CouncilKit

/// Reading only what is there and of the expected type: an oddity in one field spoils no other.
extension JSONValue {
    /// The value under a key; `nil` if this is no object, or the key is missing or null.
    subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        for member in members where member.key == key {
            if case .null = member.value { return nil }
            return member.value
        }
        return nil
    }

    /// The text, if this is a string.
    var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The whole number, if this is one, also when written as `3.0` or `"3"`.
    var integer: Int? {
        switch self {
        case .integer(let value): value
        case .string(let text): Int(text)
        default: nil
        }
    }

    /// The whole number; `nil` if it can be no count, so that sums of what is read never overflow and no cost is
    /// negative.
    var count: Int? { integer.flatMap { (0...1_000_000_000_000).contains($0) ? $0 : nil } }

    /// The number, if this is one.
    var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    /// The number; `nil` if it can be no amount of anything.
    var amount: Double? { number.flatMap { (0...1e18).contains($0) ? $0 : nil } }

    /// The elements, if this is an array.
    var array: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// The elements; empty if this is no array.
    var elements: [JSONValue] { array ?? [] }

    /// This, if it is an object.
    var object: JSONValue? {
        guard case .object = self else { return nil }
        return self
    }

    /// Whether there is a value under the key other than null and false, the two ways to say that nothing is wrong.
    func reports(_ key: String) -> Bool { self[key].map { $0 != .bool(false) } ?? false }
}
