import CouncilKit

extension JSONValue {
    /// The value under a key; `nil` if there is none.
    subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The elements; a value that is no array is its only one.
    var elements: [JSONValue] {
        guard case .array(let elements) = self else { return [self] }
        return elements
    }
}
