import CouncilKit

/// A reply in Anthropic's format. A provider that withholds a reply looks like a model that declines: there is one word
/// for both.
extension Completion {
    private var stopReason: String {
        switch ending {
        case .reason("stop"): "end_turn"
        case .reason("length"): "max_tokens"
        case .reason(let word): word
        case .refusal, .safetyBlock: "refusal"
        }
    }

    private var outputTokens: JSONValue { .integer(pieces.count + reasoning.count) }

    func anthropicDocument(for request: FaultServer.Request) -> JSONValue {
        var content: [JSONValue] = []
        if !reasoning.isEmpty {
            content.append(["type": "thinking", "thinking": .string(reasoning.joined()), "signature": "sig"])
        }
        if request.forcesTool, let input = try? JSONValue(parsing: pieces.joined()) {
            content.append(["type": "tool_use", "id": "toolu_0", "name": "form", "input": input])
        } else if !pieces.isEmpty {
            content.append(["type": "text", "text": .string(pieces.joined())])
        }
        return [
            "id": "msg_fault_server", "type": "message", "role": "assistant", "model": .string(request.model ?? ""),
            "content": .array(content), "stop_reason": .string(stopReason), "stop_sequence": .null,
            "usage": ["input_tokens": 7, "output_tokens": outputTokens],
        ]
    }

    func anthropicWrites(for request: FaultServer.Request) -> [String] {
        let start: JSONValue = [
            "id": "msg_fault_server", "type": "message", "role": "assistant", "model": .string(request.model ?? ""),
            "content": [], "stop_reason": .null, "usage": ["input_tokens": 7, "output_tokens": 1],
        ]
        var pending = Self.event("message_start", [.init("message", start)])
        var writes: [String] = []
        let thought: JSONValue = ["type": "thinking", "thinking": "", "signature": ""]
        let thoughts = reasoning.map {
            JSONValue.object([.init("type", "thinking_delta"), .init("thinking", .string($0))])
        }
        let answer: JSONValue =
            request.forcesTool
            ? ["type": "tool_use", "id": "toolu_0", "name": "form", "input": [:]] : ["type": "text", "text": ""]
        let deltas = pieces.map { piece -> JSONValue in
            request.forcesTool
                ? ["type": "input_json_delta", "partial_json": .string(piece)]
                : ["type": "text_delta", "text": .string(piece)]
        }
        var index = 0
        for (block, deltas) in [(thought, thoughts), (answer, deltas)] where !deltas.isEmpty {
            let place = JSONValue.Member("index", .integer(index))
            pending += Self.event("content_block_start", [place, .init("content_block", block)])
            for delta in deltas {
                writes.append(pending + Self.event("content_block_delta", [place, .init("delta", delta)]))
                pending = ""
            }
            pending = Self.event("content_block_stop", [place])
            index += 1
        }
        let end: JSONValue = ["stop_reason": .string(stopReason), "stop_sequence": .null]
        let usage: JSONValue = ["output_tokens": outputTokens]
        writes.append(pending + Self.event("message_delta", [.init("delta", end), .init("usage", usage)]))
        return writes + [Self.event("message_stop", [])]
    }

    private static func event(_ type: String, _ members: [JSONValue.Member]) -> String {
        "event: \(type)\ndata: \(JSONValue.object([.init("type", .string(type))] + members).text)\n\n"
    }
}
