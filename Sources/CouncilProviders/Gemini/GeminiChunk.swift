import CouncilKit

/// What is used of one event of a stream, or of a reply in one part, in Gemini's protocol.
struct GeminiChunk: ReplyChunk {
    private(set) var mayHoldError = false
    private(set) var isReply = false
    private var model: String?
    private var parts: [GeminiPart] = []
    private var finishReason: String?
    private var blockReason: String?
    private var explanation: String?
    private var usage: Usage?

    init(_ json: JSONValue) {
        mayHoldError = json.object == nil || json.reports("error")
        model = json["modelVersion"]?.string
        if let candidate = json["candidates"]?.elements.first?.object {
            isReply = true
            finishReason = candidate["finishReason"]?.string
            if let finishReason, finishReason != "STOP", finishReason != "MAX_TOKENS" {
                let isFiltered = Reply.StopReason(gemini: finishReason) == .filtered
                explanation = candidate["finishMessage"]?.string ?? (isFiltered ? finishReason : nil)
            }
            parts = candidate["content"]?["parts"]?.elements.map(GeminiPart.init) ?? []
        }
        if let feedback = json["promptFeedback"], let reason = feedback["blockReason"]?.string {
            blockReason = reason
            explanation = feedback["blockReasonMessage"]?.string ?? reason
            isReply = true
        }
        usage = json["usageMetadata"]?.geminiUsage
    }

    static var textKey: String { "text" }
    var text: String? {
        get { parts.count == 1 ? parts[0].text : nil }
        set { if !parts.isEmpty { parts[0].text = newValue ?? "" } }
    }

    func add(to draft: inout ReplyDraft) throws(ReplyFailure) {
        draft.note(model: model)
        if let usage { draft.note(usage) }
        for part in parts {
            if part.isThought { draft.add(reasoning: part.text) } else { draft.add(text: part.text) }
        }
        // A prompt that is blocked has no candidates.
        if blockReason != nil { draft.stop(.filtered) }
        if let finishReason, !finishReason.isEmpty { draft.stop(Reply.StopReason(gemini: finishReason)) }
        draft.note(explanation: explanation)
    }
}

/// A part of a content: text or a thought.
private struct GeminiPart {
    var text = ""
    var isThought = false

    init(_ json: JSONValue) {
        text = json["text"]?.string ?? ""
        isThought = json.reports("thought")
    }
}

extension JSONValue {
    /// The counts of a `usageMetadata` object of Gemini's protocol; `nil` if it counts nothing.
    fileprivate var geminiUsage: Usage? {
        guard let input = self["promptTokenCount"]?.count else { return nil }
        // Gemini counts thoughts beside the answer.
        let thoughts = self["thoughtsTokenCount"]?.count ?? 0
        return Usage(
            input: input, output: (self["candidatesTokenCount"]?.count ?? 0) + thoughts,
            cachedInput: self["cachedContentTokenCount"]?.count ?? 0, reasoning: thoughts)
    }
}

extension Reply.StopReason {
    /// - Parameter finishReason: Gemini's word for it. Unknown words are kept as they are.
    fileprivate init(gemini finishReason: String) {
        switch finishReason {
        case "STOP": self = .finished
        case "MAX_TOKENS": self = .length
        case "SAFETY", "RECITATION", "LANGUAGE", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "IMAGE_SAFETY",
            "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION", "MODEL_ARMOR":
            self = .filtered
        default: self.init(rawValue: finishReason)
        }
    }
}
