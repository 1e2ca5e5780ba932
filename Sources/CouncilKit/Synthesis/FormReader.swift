import FoundationEssentials

/// Why a reply is not the form that was asked for, in words that can be put to the model.
struct FormComplaint: Error, Hashable {
    var message: String

    init(_ message: String) { self.message = message }
}

/// Reads a filled form from a reply: the last JSON object in it that is one. Nothing is guessed.
struct FormReader {
    /// The keys one of which must come first in the object.
    var keys: [String]

    /// - Parameter check: Turns the content into the value, or says what is wrong with it.
    func read<Content: Decodable, Value>(
        _ text: String, check: (Content) throws(FormComplaint) -> Value
    ) -> Result<Value, FormComplaint> {
        var complaint: FormComplaint?
        for block in JSONBlocks(in: text, beginningWith: keys).blocks {
            do throws(FormComplaint) {
                return .success(try check(try content(of: block)))
            } catch {
                complaint = complaint ?? error
            }
        }
        return .failure(complaint ?? FormComplaint("It holds no complete JSON object of the form asked for."))
    }

    private func content<Content: Decodable>(of block: JSONBlocks.Block) throws(FormComplaint) -> Content {
        if let key = block.ambiguousKey {
            throw FormComplaint("The key “\(key.prefix(40))” stands twice in one object, or is written with escapes.")
        }
        do {
            return try JSONDecoder().decode(Content.self, from: Data(block.bytes))
        } catch {
            throw FormComplaint(Self.complaint(about: error))
        }
    }

    private static func complaint(about error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, _): "The key “\(key.stringValue)” is missing."
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
            DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
            "The value at “\(context.codingPath.map(\.stringValue).joined(separator: "."))” is of the wrong kind."
        default: "The last object in it is not valid JSON."
        }
    }
}

extension JSONValue {
    /// The schema of an object that has exactly these properties.
    static func form(_ properties: [Member]) -> JSONValue {
        [
            "type": "object", "properties": .object(properties),
            "required": .array(properties.map { .string($0.key) }), "additionalProperties": false,
        ]
    }
}
