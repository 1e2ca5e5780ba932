/// What a reviewer wrote into the form of a review; whether it is the right review is not looked at.
struct ReviewContent {
    struct Item {
        var critique: String
        var accuracy: Int
        var insight: Int
    }

    var reviews: [String: Item] = [:]
    var ranks: [String: Int]?
    var answer: String?
    var criteria: [String]?

    /// - Throws: Which key is missing, or which value is of the wrong kind.
    init(_ json: JSONValue) throws(ReviewComplaint) {
        let fields = try json.members(at: [])
        for item in try fields.value("reviews").members(at: ["reviews"]) {
            let path = ["reviews", item.key]
            let fields = try item.value.members(at: path)
            reviews[item.key] = Item(
                critique: try fields.optional("critique")?.string(at: path + ["critique"]) ?? "",
                accuracy: try fields.value("accuracy").wholeNumber(at: path + ["accuracy"]),
                insight: try fields.value("insight").wholeNumber(at: path + ["insight"]))
        }
        if let ranks = try fields.optional("ranks")?.members(at: ["ranks"]) {
            var numbers: [String: Int] = [:]
            for rank in ranks { numbers[rank.key] = try rank.value.wholeNumber(at: ["ranks", rank.key]) }
            self.ranks = numbers
        }
        // What stands in front is welcome, but no review fails for it.
        answer = (try? fields.optional("answer")?.string(at: []))?.nonEmpty
        if case .array(let elements)? = fields.optional("criteria") {
            let texts = elements.compactMap { try? $0.string(at: []) }
            let criteria = texts.count == elements.count ? texts.compactMap(\.nonEmpty) : []
            self.criteria = criteria.isEmpty ? nil : criteria
        }
    }
}

extension [JSONValue.Member] {
    /// The value under a key; `nil` if it is missing or null.
    fileprivate func optional(_ key: String) -> JSONValue? {
        guard let value = first(where: { $0.key == key })?.value, value != .null else { return nil }
        return value
    }

    fileprivate func value(_ key: String) throws(ReviewComplaint) -> JSONValue {
        guard let member = first(where: { $0.key == key }) else {
            throw ReviewComplaint(message: "The key “\(key)” is missing.")
        }
        return member.value
    }
}

extension JSONValue {
    fileprivate func members(at path: [String]) throws(ReviewComplaint) -> [Member] {
        guard case .object(let members) = self else { throw .wrongKind(at: path) }
        return members
    }

    fileprivate func string(at path: [String]) throws(ReviewComplaint) -> String {
        guard case .string(let text) = self else { throw .wrongKind(at: path) }
        return text
    }

    /// A whole number, however a model writes it: `7`, `7.0`, `"7"` or `"7/10"`.
    fileprivate func wholeNumber(at path: [String]) throws(ReviewComplaint) -> Int {
        switch self {
        case .integer(let number): return number
        case .string(let text):
            if let number = Int(text.hasSuffix("/10") ? text.dropLast(3) : text[...]) { return number }
        default: break
        }
        throw .wrongKind(at: path)
    }
}

extension ReviewComplaint {
    fileprivate static func wrongKind(at path: [String]) -> ReviewComplaint {
        ReviewComplaint(message: "The value at “\(path.joined(separator: "."))” is of the wrong kind.")
    }
}

extension String {
    fileprivate var nonEmpty: String? { allSatisfy(\.isWhitespace) ? nil : self }
}
