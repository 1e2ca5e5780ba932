import CouncilKit
import FoundationEssentials

/// Writes a chat completion in OpenAI's format, whole or in chunks.
struct ChatChunks: Sendable {
    let id: String
    let model: String
    let created: Int
    let includesUsage: Bool

    init(_ run: Run, _ request: ChatRequest) {
        id = "chatcmpl-\(run.id)"
        model = request.model
        created = Int(run.date.timeIntervalSince1970)
        includesUsage = request.includesUsage
    }

    private func chunk(_ choices: JSONValue, usage: JSONValue? = nil, council: JSONValue? = nil) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("id", .string(id)), .init("object", "chat.completion.chunk"), .init("created", .integer(created)),
            .init("model", .string(model)), .init("choices", choices),
        ]
        if let usage { members.append(.init("usage", usage)) }
        if let council { members.append(.init("council", council)) }
        return .object(members)
    }

    /// A chunk that adds something to the message.
    func delta(_ name: String, _ text: String) -> JSONValue {
        delta(.object([.init(name, .string(text))]))
    }

    /// The first chunk: who speaks.
    var role: JSONValue { delta(["role": "assistant", "content": ""]) }

    private func delta(_ delta: JSONValue, reason: JSONValue = .null, council: JSONValue? = nil) -> JSONValue {
        chunk(
            [["index": 0, "delta": delta, "logprobs": .null, "finish_reason": reason]],
            usage: includesUsage ? .null : nil, council: council)
    }

    /// The chunks after the last piece.
    func ending(_ answer: AnswerReader.Answer) -> [JSONValue] {
        let last = delta([:], reason: .string(Self.reason(answer)), council: answer.council)
        return includesUsage ? [last, chunk([], usage: Self.usage(answer))] : [last]
    }

    /// The whole completion.
    func completion(_ answer: AnswerReader.Answer) -> JSONValue {
        [
            "id": .string(id), "object": "chat.completion", "created": .integer(created), "model": .string(model),
            "choices": [
                [
                    "index": 0,
                    "message": ["role": "assistant", "content": .string(answer.text), "refusal": .null],
                    "logprobs": .null, "finish_reason": .string(Self.reason(answer)),
                ]
            ],
            "usage": Self.usage(answer), "council": answer.council,
        ]
    }

    static func reason(_ answer: AnswerReader.Answer) -> String {
        if answer.stopSequence != nil { return "stop" }
        return switch answer.reason {
        case .length: "length"
        case .filtered: "content_filter"
        default: "stop"
        }
    }

    private static func usage(_ answer: AnswerReader.Answer) -> JSONValue {
        let usage = answer.usage
        return [
            "prompt_tokens": .integer(usage.total.input), "completion_tokens": .integer(usage.total.output),
            "total_tokens": .integer(usage.total.input + usage.total.output),
            "prompt_tokens_details": ["cached_tokens": .integer(usage.total.cachedInput), "audio_tokens": 0],
            "completion_tokens_details": [
                "reasoning_tokens": .integer(usage.total.reasoning), "audio_tokens": 0,
                "accepted_prediction_tokens": 0, "rejected_prediction_tokens": 0,
            ],
            "calls": usage.calls,
        ]
    }
}
