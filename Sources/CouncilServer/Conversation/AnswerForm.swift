import CouncilKit

/// The form in which the final answer is wanted.
enum AnswerForm: Sendable, Hashable {
    case text
    /// One JSON object; of this schema, if there is one. The members and the chairman are told the schema; whether the
    /// answer is JSON is checked, whether it keeps to the schema is not.
    case json(schema: JSONValue?)

    /// What the council is told.
    var guidance: String? {
        guard case .json(let schema) = self else { return nil }
        let form = schema.map { " It must keep to this JSON Schema: \($0.text)" } ?? ""
        return "Answer with one JSON object and nothing else: no words around it, no code fence.\(form)"
    }

    /// The object in a text that may have a fence or words around it; `nil` if there is none.
    static func object(in text: String) -> String? {
        guard let start = text.firstIndex(of: "{"), let end = text.lastIndex(of: "}"), start < end else { return nil }
        let candidate = String(text[start...end])
        guard case .object? = try? JSONValue(parsing: candidate) else { return nil }
        return candidate
    }
}
