import CouncilKit
import FoundationEssentials

/// Writes a response in OpenAI's format, whole or as a stream of events.
struct ResponseEvents: Sendable {
    let request: ResponsesRequest
    let id: String
    let message: String
    let created: Int

    init(_ run: Run, _ request: ResponsesRequest) {
        self.request = request
        id = ResponsesRequest.idPrefix + run.id.rawValue
        message = "msg_\(run.id)"
        created = Int(run.date.timeIntervalSince1970)
    }

    private func part(_ text: String) -> JSONValue {
        ["type": "output_text", "text": .string(text), "annotations": [], "logprobs": []]
    }

    private func item(_ text: String?, _ status: String) -> JSONValue {
        [
            "id": .string(message), "type": "message", "status": .string(status), "role": "assistant",
            "content": text.map { [part($0)] } ?? [],
        ]
    }

    /// The response as it stands.
    func response(_ answer: AnswerReader.Answer?, error: ServiceError? = nil) -> JSONValue {
        let isCut = answer?.reason == .length
        let status = error != nil ? "failed" : answer == nil ? "in_progress" : isCut ? "incomplete" : "completed"
        var members: [JSONValue.Member] = [
            .init("id", .string(id)), .init("object", "response"), .init("created_at", .integer(created)),
            .init("status", .string(status)),
            .init("error", error.map { ["code": "server_error", "message": .string($0.message)] } ?? .null),
            .init("incomplete_details", isCut ? ["reason": "max_output_tokens"] : .null),
            .init("instructions", request.instructions.map { .string($0) } ?? .null),
            .init("max_output_tokens", request.run.maximumTokens.map { .integer($0) } ?? .null),
            .init("model", .string(request.model)),
            .init("output", answer.map { [item($0.text, isCut ? "incomplete" : "completed")] } ?? []),
            .init("parallel_tool_calls", false),
            .init(
                "previous_response_id",
                request.previous.map { .string(ResponsesRequest.idPrefix + $0.rawValue) } ?? .null),
            .init("temperature", request.run.temperature.map { .number($0) } ?? .null), .init("tool_choice", "none"),
            .init("tools", []), .init("top_p", .null), .init("metadata", [:]),
            .init("usage", answer.map(Self.usage) ?? .null),
        ]
        if let answer { members.append(.init("council", answer.council)) }
        return .object(members)
    }

    private static func usage(_ answer: AnswerReader.Answer) -> JSONValue {
        let usage = answer.usage
        return [
            "input_tokens": .integer(usage.total.input),
            "input_tokens_details": ["cached_tokens": .integer(usage.total.cachedInput)],
            "output_tokens": .integer(usage.total.output),
            "output_tokens_details": ["reasoning_tokens": .integer(usage.total.reasoning)],
            "total_tokens": .integer(usage.total.input + usage.total.output), "calls": usage.calls,
        ]
    }

    private var place: [JSONValue.Member] {
        [.init("item_id", .string(message)), .init("output_index", 0), .init("content_index", 0)]
    }

    /// The events of the beginning.
    var beginning: [(type: String, members: [JSONValue.Member])] {
        [
            ("response.created", [.init("response", response(nil))]),
            ("response.in_progress", [.init("response", response(nil))]),
            ("response.output_item.added", [.init("output_index", 0), .init("item", item(nil, "in_progress"))]),
            ("response.content_part.added", place + [.init("part", part(""))]),
        ]
    }

    func delta(_ text: String) -> (type: String, members: [JSONValue.Member]) {
        ("response.output_text.delta", place + [.init("delta", .string(text)), .init("logprobs", [])])
    }

    /// The events of the end.
    func ending(_ answer: AnswerReader.Answer) -> [(type: String, members: [JSONValue.Member])] {
        let isCut = answer.reason == .length
        return [
            ("response.output_text.done", place + [.init("text", .string(answer.text)), .init("logprobs", [])]),
            ("response.content_part.done", place + [.init("part", part(answer.text))]),
            (
                "response.output_item.done",
                [.init("output_index", 0), .init("item", item(answer.text, isCut ? "incomplete" : "completed"))]
            ),
            (isCut ? "response.incomplete" : "response.completed", [.init("response", response(answer))]),
        ]
    }

    func failure(_ error: ServiceError) -> (type: String, members: [JSONValue.Member]) {
        ("response.failed", [.init("response", response(nil, error: error))])
    }
}
