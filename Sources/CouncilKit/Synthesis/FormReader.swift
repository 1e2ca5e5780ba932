import FoundationEssentials

/// Why a reply is not the form that was asked for, in words that can be put to the model.
struct FormComplaint: Error, Hashable {
    var message: String

    init(_ message: String) { self.message = message }
}

/// Reads a filled form from a reply: the last JSON object in it that is one. Nothing is guessed.
///
/// A form begins with a code that no author of the texts knows, so that nothing which an author wrote is ever read as
/// a form, even if a gullible model repeats it.
struct FormReader {
    /// The code that must stand in the form.
    var code: String

    /// The schema of a form: the code, then what is asked for.
    static func schema(_ code: String, _ properties: [JSONValue.Member]) -> JSONValue {
        .form([.init("code", ["type": "string", "enum": [.string(code)]])] + properties)
    }

    /// - Parameter check: Turns the content into the value, or says what is wrong with it.
    func read<Content: Decodable, Value>(
        _ text: String, check: (Content) throws(FormComplaint) -> Value
    ) -> Result<Value, FormComplaint> {
        var complaint: FormComplaint?
        for block in JSONBlocks(in: text, beginningWith: ["code"]).blocks {
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
            let data = JSONValue(repairing: block.bytes)?.data ?? Data(block.bytes)
            guard try JSONDecoder().decode(Coded.self, from: data).code == code else {
                throw FormComplaint("Its code must be “\(code)”.")
            }
            return try JSONDecoder().decode(Content.self, from: data)
        } catch let complaint as FormComplaint {
            throw complaint
        } catch {
            throw FormComplaint(Self.complaint(about: error))
        }
    }

    private struct Coded: Decodable {
        var code: String
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
    /// The schema of a text.
    /// - Parameter limit: The most characters; `nil` for no limit.
    static func text(atMost limit: Int?) -> JSONValue {
        guard let limit else { return ["type": "string"] }
        return ["type": "string", "maxLength": .integer(limit)]
    }

    /// The schema of an object that has exactly these properties.
    static func form(_ properties: [Member]) -> JSONValue {
        [
            "type": "object", "properties": .object(properties),
            "required": .array(properties.map { .string($0.key) }), "additionalProperties": false,
        ]
    }
}
