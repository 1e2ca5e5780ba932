import CouncilKit

/// The fields of a JSON object in a request, read one by one; what is wrong is said with the field's path.
struct Fields: Sendable {
    private let members: [String: JSONValue]
    private let path: String

    init(_ value: JSONValue, path: String = "") throws(ServiceError) {
        guard case .object(let members) = value else {
            throw ServiceError(
                .invalidRequest, path.isEmpty ? "The body must be a JSON object." : "“\(path)” must be an object.",
                field: path.isEmpty ? nil : path)
        }
        self.members = Dictionary(members.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
        self.path = path
    }

    init(json: some Sequence<UInt8>) throws(ServiceError) {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: json)
        } catch {
            throw ServiceError(.invalidRequest, "The body is not JSON.")
        }
        try self.init(value)
    }

    var names: Set<String> { Set(members.keys) }

    /// The value; `nil` if it is missing or null.
    subscript(_ name: String) -> JSONValue? {
        guard let value = members[name], value != .null else { return nil }
        return value
    }

    func path(of name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    func error(_ name: String, _ words: String) -> ServiceError {
        ServiceError(.invalidRequest, "“\(path(of: name))” \(words).", field: path(of: name))
    }

    func string(_ name: String) throws(ServiceError) -> String? {
        switch self[name] {
        case nil: return nil
        case .string(let text): return text
        default: throw error(name, "must be a string")
        }
    }

    func required(_ name: String) throws(ServiceError) -> String {
        guard let text = try string(name) else { throw error(name, "is missing") }
        return text
    }

    func bool(_ name: String) throws(ServiceError) -> Bool? {
        switch self[name] {
        case nil: return nil
        case .bool(let bool): return bool
        default: throw error(name, "must be true or false")
        }
    }

    func integer(_ name: String, in range: ClosedRange<Int> = .min ... .max) throws(ServiceError) -> Int? {
        switch self[name] {
        case nil: return nil
        case .integer(let number) where range.contains(number): return number
        default: throw error(name, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
    }

    func number(_ name: String, in range: ClosedRange<Double>) throws(ServiceError) -> Double? {
        let number: Double? =
            switch self[name] {
            case nil: nil
            case .integer(let number): Double(number)
            case .number(let number): number
            default: .nan
            }
        guard let number else { return nil }
        guard range.contains(number) else {
            throw error(name, "must be a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func list(_ name: String) throws(ServiceError) -> [JSONValue]? {
        switch self[name] {
        case nil: return nil
        case .array(let values): return values
        default: throw error(name, "must be a list")
        }
    }

    func object(_ name: String) throws(ServiceError) -> Fields? {
        guard let value = self[name] else { return nil }
        return try Fields(value, path: path(of: name))
    }

    /// The objects of a list.
    func objects(_ name: String) throws(ServiceError) -> [Fields]? {
        guard let values = try list(name) else { return nil }
        var objects: [Fields] = []
        for (index, value) in values.enumerated() {
            objects.append(try Fields(value, path: "\(path(of: name))[\(index)]"))
        }
        return objects
    }

    /// One string or a list of them.
    func strings(_ name: String, most: Int) throws(ServiceError) -> [String] {
        switch self[name] {
        case nil: return []
        case .string(let text) where !text.isEmpty: return [text]
        case .array(let values):
            let texts = values.compactMap { if case .string(let text) = $0 { text } else { nil } }
            guard texts.count == values.count, texts.count <= most, texts.allSatisfy({ !$0.isEmpty }) else { break }
            return texts
        default: break
        }
        throw error(name, "must be a string or a list of at most \(most) strings, none of them empty")
    }

    /// Refuses fields that are not known, and those that ask for what a council cannot do.
    /// - Parameters:
    ///   - unsupported: Fields and the values under which they ask for nothing.
    func check(known: Set<String>, unsupported: [String: [JSONValue]] = [:]) throws(ServiceError) {
        for name in names.sorted() where self[name] != nil && !known.contains(name) {
            if let harmless = unsupported[name] {
                if let value = self[name], harmless.contains(value) { continue }
                throw ServiceError(
                    .unsupported, "A council does not support “\(path(of: name))”: leave it out.",
                    field: path(of: name))
            }
            throw ServiceError(
                .invalidRequest, "Unrecognized request argument: “\(path(of: name))”.", field: path(of: name))
        }
    }
}
