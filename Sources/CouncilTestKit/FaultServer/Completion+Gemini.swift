import CouncilKit

/// A reply in Gemini's format. A model that declines says so in its text; a block of the provider has no candidates.
extension Completion {
    private var finishReason: String {
        switch ending {
        case .reason("stop"), .refusal: "STOP"
        case .reason("length"): "MAX_TOKENS"
        case .reason("content_filter"), .safetyBlock: "SAFETY"
        case .reason(let word): word
        }
    }

    private var usage: JSONValue {
        [
            "promptTokenCount": 7, "candidatesTokenCount": .integer(pieces.count),
            "thoughtsTokenCount": .integer(reasoning.count),
            "totalTokenCount": .integer(7 + pieces.count + reasoning.count),
        ]
    }

    func geminiDocument(for request: FaultServer.Request) -> JSONValue {
        if case .safetyBlock = ending { return blocked(request) }
        var parts: [JSONValue] = []
        if !reasoning.isEmpty { parts.append(["text": .string(reasoning.joined()), "thought": true]) }
        return chunk(request, parts + [["text": .string(pieces.joined())]], finishReason: finishReason)
    }

    func geminiChunks(for request: FaultServer.Request) -> [JSONValue] {
        if case .safetyBlock = ending { return [blocked(request)] }
        return reasoning.map { chunk(request, [["text": .string($0), "thought": true]]) }
            + pieces.map { chunk(request, [["text": .string($0)]]) }
            + [chunk(request, [["text": ""]], finishReason: finishReason)]
    }

    private func chunk(
        _ request: FaultServer.Request, _ parts: [JSONValue], finishReason: String? = nil
    ) -> JSONValue {
        var candidate: [JSONValue.Member] = [.init("content", ["parts": .array(parts), "role": "model"])]
        if let finishReason { candidate.append(.init("finishReason", .string(finishReason))) }
        candidate.append(.init("index", 0))
        return [
            "candidates": [.object(candidate)], "usageMetadata": usage, "modelVersion": .string(request.model ?? ""),
        ]
    }

    private func blocked(_ request: FaultServer.Request) -> JSONValue {
        [
            "promptFeedback": ["blockReason": "SAFETY"],
            "usageMetadata": ["promptTokenCount": 7, "totalTokenCount": 7],
            "modelVersion": .string(request.model ?? ""),
        ]
    }
}
