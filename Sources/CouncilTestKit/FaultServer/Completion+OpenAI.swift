import CouncilKit

/// A reply in OpenAI's format.
extension Completion {
    private var finishReason: String {
        switch ending {
        case .reason(let word): word
        case .refusal: "stop"
        case .safetyBlock: "content_filter"
        }
    }

    private func content(_ text: String, for request: FaultServer.Request) -> JSONValue.Member {
        if case .refusal = ending { return .init("refusal", .string(text)) }
        guard request.forcesTool else { return .init("content", .string(text)) }
        return .init(
            "tool_calls",
            [["index": 0, "id": "call_0", "type": "function", "function": ["arguments": .string(text)]]])
    }

    private var usage: JSONValue {
        [
            "prompt_tokens": 7,
            "completion_tokens": .integer(pieces.count + reasoning.count),
            "total_tokens": .integer(7 + pieces.count + reasoning.count),
        ]
    }

    func openAIDocument(for request: FaultServer.Request) -> JSONValue {
        var message: [JSONValue.Member] = [.init("role", "assistant")]
        if !reasoning.isEmpty { message.append(.init("reasoning_content", .string(reasoning.joined()))) }
        message.append(content(pieces.joined(), for: request))
        return [
            "id": "chatcmpl-fault-server",
            "object": "chat.completion",
            "created": 0,
            "model": .string(request.model ?? ""),
            "choices": [["index": 0, "message": .object(message), "finish_reason": .string(finishReason)]],
            "usage": usage,
        ]
    }

    /// The data of the events: one a piece, the finish reason, the usage if asked for, and `[DONE]`.
    func openAIEvents(for request: FaultServer.Request) -> [String] {
        var events = reasoning.map { chunk(request, ["reasoning_content": .string($0)], finishReason: .null) }
        events += pieces.map { chunk(request, .object([content($0, for: request)]), finishReason: .null) }
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
