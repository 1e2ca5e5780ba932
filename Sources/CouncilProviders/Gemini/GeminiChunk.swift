import CouncilKit

/// What is used of one event of a stream, or of a reply in one part, in Gemini's protocol.
struct GeminiChunk: ReplyChunk {
    private enum Key: String, CodingKey {
        case candidates, content, parts, finishReason, finishMessage, promptFeedback, blockReason, blockReasonMessage
        case usageMetadata, modelVersion, error
    }

    private(set) var mayHoldError = false
    private(set) var isReply = false
    private var model: String?
    private var parts: [GeminiPart] = []
    private var finishReason: String?
    private var blockReason: String?
    private var explanation: String?
    private var usage: Usage?

    init(from decoder: any Decoder) throws {
        guard let fields = try? decoder.container(keyedBy: Key.self) else {
            mayHoldError = true
            return
        }
        mayHoldError = fields.reports(.error)
        model = try fields.text(.modelVersion)
        if var candidates = fields.array(.candidates), !candidates.isAtEnd,
            let candidate = try? candidates.nestedContainer(keyedBy: Key.self)
        {
            isReply = true
            finishReason = try candidate.text(.finishReason)
            if let finishReason, finishReason != "STOP", finishReason != "MAX_TOKENS" {
                let isFiltered = Reply.StopReason(gemini: finishReason) == .filtered
                explanation = try candidate.text(.finishMessage) ?? (isFiltered ? finishReason : nil)
            }
            if var parts = candidate.object(.content, Key.self)?.array(.parts) {
                while !parts.isAtEnd { self.parts.append(try parts.decode(GeminiPart.self)) }
            }
        }
        if let feedback = fields.object(.promptFeedback, Key.self), let reason = try feedback.text(.blockReason) {
            blockReason = reason
            explanation = try feedback.text(.blockReasonMessage) ?? reason
            isReply = true
        }
        if fields.has(.usageMetadata) { usage = try fields.decode(GeminiUsage.self, forKey: .usageMetadata).value }
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
private struct GeminiPart: Decodable {
    private enum Key: String, CodingKey {
        case text, thought
    }

    var text = ""
    var isThought = false

    init(from decoder: any Decoder) throws {
        guard let fields = try? decoder.container(keyedBy: Key.self) else { return }
        text = try fields.text(.text) ?? ""
        isThought = fields.reports(.thought)
    }
}

/// A `usageMetadata` object of Gemini's protocol.
private struct GeminiUsage: Decodable {
    private enum Key: String, CodingKey {
        case promptTokenCount, candidatesTokenCount, thoughtsTokenCount, cachedContentTokenCount
    }

    /// The counts; `nil` if it counts nothing.
    var value: Usage?

    init(from decoder: any Decoder) throws {
        guard let fields = try? decoder.container(keyedBy: Key.self), let input = fields.count(.promptTokenCount)
        else { return }
        // Gemini counts thoughts beside the answer.
        let thoughts = fields.count(.thoughtsTokenCount) ?? 0
        value = Usage(
            input: input, output: (fields.count(.candidatesTokenCount) ?? 0) + thoughts,
            cachedInput: fields.count(.cachedContentTokenCount) ?? 0, reasoning: thoughts)
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
