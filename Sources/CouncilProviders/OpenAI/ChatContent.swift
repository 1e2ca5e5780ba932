import CouncilKit

/// What a `message` or `delta` says and thinks. Providers write both in several ways.
struct ChatContent: Equatable {
    var text = ""
    var reasoning = ""
    /// Whether it says that the model declines to answer.
    var isRefusal = false

    init(_ json: JSONValue) {
        if let content = json["content"]?.string {
            text = content
        } else {
            for part in json["content"]?.elements ?? [] {
                text += part.partText
                reasoning += part.partReasoning
            }
        }
        if let refusal = json["refusal"]?.string, !refusal.isEmpty {
            text += refusal
            isRefusal = true
        }
        // The only tool there can be is the form of the reply, and only its first call counts.
        if let call = json["tool_calls"]?.elements.first, (call["index"]?.count ?? 0) == 0 {
            text += call["function"]?["arguments"]?.string ?? ""
        }
        // Some send the same reasoning under both names.
        let shown = json["reasoning_content"]?.string ?? ""
        reasoning += shown.isEmpty ? json["reasoning"]?.string ?? "" : shown
    }
}

/// One part of a content that comes as an array: a string, a text, or a thought, which has parts of its own.
extension JSONValue {
    fileprivate var partText: String { string ?? (self["thinking"] == nil ? self["text"]?.string : nil) ?? "" }

    fileprivate var partReasoning: String {
        guard let thought = self["thinking"] else { return "" }
        return thought.string ?? thought.elements.map(\.partText).joined()
    }
}
