import CouncilKit

/// Writes a message in Anthropic's format, whole or as a stream.
struct MessageEvents: Sendable {
    let id: String
    let model: String

    init(_ run: Run, model: String) {
        id = "msg_\(run.id)"
        self.model = model
    }

    private func message(
        content: JSONValue, reason: JSONValue, sequence: JSONValue, usage: JSONValue, council: JSONValue? = nil
    ) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("id", .string(id)), .init("type", "message"), .init("role", "assistant"),
            .init("model", .string(model)), .init("content", content), .init("stop_reason", reason),
            .init("stop_sequence", sequence), .init("usage", usage),
        ]
        if let council { members.append(.init("council", council)) }
        return .object(members)
    }

    func whole(_ answer: AnswerReader.Answer) -> JSONValue {
        message(
            content: [["type": "text", "text": .string(answer.text)]], reason: .string(Self.reason(answer)),
            sequence: Self.sequence(answer), usage: Self.usage(answer), council: answer.council)
    }

    var start: JSONValue {
        [
            "type": "message_start",
            "message": message(
                content: [], reason: .null, sequence: .null, usage: ["input_tokens": 0, "output_tokens": 0]),
        ]
    }

    func blockStart(_ index: Int, _ type: String) -> JSONValue {
        let block: JSONValue =
            type == "thinking"
            ? ["type": "thinking", "thinking": "", "signature": ""] : ["type": "text", "text": ""]
        return ["type": "content_block_start", "index": .integer(index), "content_block": block]
    }

    func blockDelta(_ index: Int, _ type: String, _ text: String) -> JSONValue {
        [
            "type": "content_block_delta", "index": .integer(index),
            "delta": .object([.init("type", .string("\(type)_delta")), .init(type, .string(text))]),
        ]
    }

    func blockStop(_ index: Int) -> JSONValue { ["type": "content_block_stop", "index": .integer(index)] }

    func ending(_ answer: AnswerReader.Answer) -> JSONValue {
        [
            "type": "message_delta",
            "delta": ["stop_reason": .string(Self.reason(answer)), "stop_sequence": Self.sequence(answer)],
            "usage": Self.usage(answer), "council": answer.council,
        ]
    }

    private static func reason(_ answer: AnswerReader.Answer) -> String {
        if answer.stopSequence != nil { return "stop_sequence" }
        return switch answer.reason {
        case .length: "max_tokens"
        case .filtered, .refused: "refusal"
        default: "end_turn"
        }
    }

    private static func sequence(_ answer: AnswerReader.Answer) -> JSONValue {
        answer.stopSequence.map { .string($0) } ?? .null
    }

    private static func usage(_ answer: AnswerReader.Answer) -> JSONValue {
        let usage = answer.usage
        return [
            // Anthropic counts what came from the cache apart.
            "input_tokens": .integer(usage.total.input - usage.total.cachedInput),
            "output_tokens": .integer(usage.total.output),
            "cache_read_input_tokens": .integer(usage.total.cachedInput), "cache_creation_input_tokens": 0,
            "calls": usage.calls,
        ]
    }
}
