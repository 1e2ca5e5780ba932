import CouncilKit
import FoundationEssentials

/// OpenAI's chat completions.
enum OpenAIDialect: Dialect {
    typealias Chunk = ChatChunk

    // A grammar, which llama.cpp takes as well, is not needed: its `response_format` is turned into one.
    static let parts: RequestParts = [
        .stream, .streamOptions, .schema, .bounds, .toolCall, .temperature, .seed, .maximumTokens, .images,
        .probabilities,
        .effort, .cacheMarks,
    ]

    static func action(for request: ModelRequest) -> String { "chat/completions" }

    static func body(of request: ModelRequest) -> JSONValue {
        let (prompt, parts) = (request.prompt, request.parts)
        var marks = CacheMarks(for: prompt.messages, atMost: CacheMarks.most)
        let messages = prompt.messages.map { message($0, of: request, &marks) }
        var members = [
            JSONValue.Member("model", .string(request.model)),
            JSONValue.Member("messages", .array(messages)),
            JSONValue.Member("stream", .bool(parts.contains(.stream))),
        ]
        if parts.contains(.streamOptions) {
            members.append(JSONValue.Member("stream_options", ["include_usage": true]))
        }
        if let limit = prompt.maximumTokens {
            let key = parts.contains(.maximumTokens) ? "max_tokens" : "max_completion_tokens"
            members.append(JSONValue.Member(key, .integer(limit)))
        }
        if let temperature = prompt.temperature, parts.contains(.temperature) {
            members.append(JSONValue.Member("temperature", .number(temperature)))
        }
        if let effort = prompt.reasoning, parts.contains(.effort) {
            members.append(JSONValue.Member("reasoning_effort", .string(effort.rawValue)))
        }
        if let seed = prompt.seed, parts.contains(.seed) {
            members.append(JSONValue.Member("seed", .integer(seed.inThirtyOneBits)))
        }
        if let count = prompt.topTokens, parts.contains(.probabilities) {
            members.append(JSONValue.Member("logprobs", true))
            members.append(JSONValue.Member("top_logprobs", .integer(count)))
        }
        if let form = request.form(by: .schema) {
            members.append(
                JSONValue.Member(
                    "response_format",
                    [
                        "type": "json_schema",
                        "json_schema": ["name": .string(form.name), "strict": true, "schema": form.schema],
                    ]))
        }
        if let form = request.form(by: .toolCall) {
            let function: JSONValue = ["name": .string(form.name), "parameters": form.schema]
            members.append(JSONValue.Member("tools", [["type": "function", "function": function]]))
            members.append(
                JSONValue.Member("tool_choice", ["type": "function", "function": ["name": .string(form.name)]]))
        }
        return .object(members)
    }

    private static func message(
        _ message: Prompt.Message, of request: ModelRequest, _ marks: inout CacheMarks
    ) -> JSONValue {
        let text = request.text(of: message)
        let texts = request.takesMarks ? marks.cut(message, text) : [(text, false)]
        let images = request.images(of: message)
        guard !images.isEmpty || texts.contains(where: \.isMarked) else {
            return ["role": .string(message.role.rawValue), "content": .string(text)]
        }
        let pictures = images.map { image -> JSONValue in
            let url = "data:\(image.mediaType);base64,\(image.data.base64EncodedString())"
            return ["type": "image_url", "image_url": ["url": .string(url)]]
        }
        let parts = texts.map { part -> JSONValue in
            part.isMarked
                ? ["type": "text", "text": .string(part.text), "cache_control": CacheMarks.mark]
                : ["type": "text", "text": .string(part.text)]
        }
        return ["role": .string(message.role.rawValue), "content": .array(pictures + parts)]
    }
}

extension ModelRequest {
    /// Whether a router passes marks of the cache on: OpenRouter and LiteLLM do to Anthropic's models, which cache nothing
    /// without. Behind a form nobody could read what is written.
    fileprivate var takesMarks: Bool {
        model.hasPrefix("anthropic/") && parts.contains(.cacheMarks) && parts.isDisjoint(with: [.schema, .toolCall])
    }
}

extension UInt64 {
    /// The same seed as every server takes it: many keep it in 32 bits with a sign.
    var inThirtyOneBits: Int { Int(self % UInt64(Int32.max)) }
}
