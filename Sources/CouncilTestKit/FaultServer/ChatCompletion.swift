import CouncilKit

/// A reply in OpenAI's format, as a whole or as events.
struct ChatCompletion: Sendable {
    let pieces: [String]
    let reasoning: [String]
    let finishReason: String

    private var usage: JSONValue {
        [
            "prompt_tokens": 7,
            "completion_tokens": .integer(pieces.count + reasoning.count),
            "total_tokens": .integer(7 + pieces.count + reasoning.count),
        ]
    }

    /// One JSON object.
    func document(for request: FaultServer.Request) -> JSONValue {
        var message: JSONValue = ["role": "assistant", "content": .string(pieces.joined())]
        if !reasoning.isEmpty {
            message = [
                "role": "assistant", "reasoning_content": .string(reasoning.joined()),
                "content": .string(pieces.joined()),
            ]
        }
        return [
            "id": "chatcmpl-fault-server",
            "object": "chat.completion",
            "created": 0,
            "model": .string(request.model ?? ""),
            "choices": [["index": 0, "message": message, "finish_reason": .string(finishReason)]],
            "usage": usage,
        ]
    }

    /// The data of the events: one a piece, the finish reason, the usage if asked for, and `[DONE]`.
    func events(for request: FaultServer.Request) -> [String] {
        var events = reasoning.map { chunk(request, ["reasoning_content": .string($0)], finishReason: .null) }
        events += pieces.map { chunk(request, ["content": .string($0)], finishReason: .null) }
        events.append(chunk(request, [:], finishReason: .string(finishReason)))
        if request.wantsUsage { events.append(chunk(request, choices: [], usage: usage)) }
        return events + ["[DONE]"]
    }

    private func chunk(_ request: FaultServer.Request, _ delta: JSONValue, finishReason: JSONValue) -> String {
        chunk(request, choices: [["index": 0, "delta": delta, "finish_reason": finishReason]], usage: .null)
    }

    private func chunk(_ request: FaultServer.Request, choices: JSONValue, usage: JSONValue) -> String {
        let chunk: JSONValue = [
            "id": "chatcmpl-fault-server",
            "object": "chat.completion.chunk",
            "created": 0,
            "model": .string(request.model ?? ""),
            "choices": choices,
            "usage": usage,
        ]
        return chunk.text
    }
}
