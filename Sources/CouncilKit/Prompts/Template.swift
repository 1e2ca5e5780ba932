/// A text with places to fill, written `{{name}}`.
///
/// Filled in one pass: what is filled in is never searched for places, so a question or an answer that contains
/// `{{answers}}` stays as it is.
struct Template {
    private let text: String

    init(_ bytes: [UInt8]) { text = String(decoding: bytes, as: UTF8.self) }

    func filled(_ values: [String: String]) -> String {
        var result = ""
        var rest = text[...]
        while let opening = rest.firstRange(of: "{{"), let closing = rest[opening.upperBound...].firstRange(of: "}}") {
            result += rest[..<opening.lowerBound]
            result += values[String(rest[opening.upperBound..<closing.lowerBound])] ?? ""
            rest = rest[closing.upperBound...]
        }
        result += rest
        while result.last?.isNewline == true { result.removeLast() }
        return result
    }
}
