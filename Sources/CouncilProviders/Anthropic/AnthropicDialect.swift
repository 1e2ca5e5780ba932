import CouncilKit
import FoundationEssentials

/// Anthropic's Messages.
enum AnthropicDialect: Dialect {
    typealias Chunk = AnthropicChunk

    // Bounds of values are refused in a schema, so they are none of its parts.
    static let parts: RequestParts = [
        .stream, .schema, .toolCall, .temperature, .maximumTokens, .longReply, .images, .cacheMarks, .effort,
        .thinkingBudget,
    ]

    /// Bytes of system prompt from which on a mark is worth it: shorter prompts are not cached (at least 1,024 tokens).
    private static let longSystemPrompt = 4096

    static func action(for request: ModelRequest) -> String { "messages" }

    static func body(of request: ModelRequest) -> JSONValue {
        let (prompt, parts) = (request.prompt, request.parts)
        let thinking = Thinking(request)
        var members = [
            JSONValue.Member("model", .string(request.model)),
            JSONValue.Member("max_tokens", .integer(limit(of: request))),
            JSONValue.Member("stream", .bool(parts.contains(.stream))),
        ]
        if let thinking { members.append(thinking.member) }
        let format = request.form(by: .schema).map { form -> JSONValue.Member in
            .init("format", ["type": "json_schema", "schema": form.schema])
        }
        let output = [thinking?.effort, format].compactMap { $0 }
        if !output.isEmpty { members.append(JSONValue.Member("output_config", .object(output))) }
        // Whoever thinks takes neither a temperature nor a tool that has to be called.
        if let temperature = prompt.temperature, parts.contains(.temperature), thinking == nil {
            members.append(JSONValue.Member("temperature", .number(temperature)))
        }
        let tool = thinking == nil ? request.form(by: .toolCall) : nil
        if let form = tool {
            members.append(
                JSONValue.Member("tools", [["name": .string(form.name), "input_schema": form.schema]]))
            members.append(JSONValue.Member("tool_choice", ["type": "tool", "name": .string(form.name)]))
        }
        // A schema or a tool stands in front of everything, so no other call of the run could read what this one writes, at
        // a quarter more than the usual price.
        var marks = parts.contains(.cacheMarks) && tool == nil && format == nil ? CacheMarks.most : 0
        let system = prompt.messages.filter { $0.role == .system }.map { request.text(of: $0) }.filter { !$0.isBlank }
        if !system.isEmpty {
            let isLong = system.reduce(0) { $0 + $1.utf8.count } >= longSystemPrompt && marks > 0
            if isLong { marks -= 1 }
            let blocks = system.indices.map { text(system[$0], isMarked: isLong && $0 == system.count - 1) }
            members.append(JSONValue.Member("system", .array(blocks)))
        }
        members.append(JSONValue.Member("messages", .array(messages(of: request, marks: marks))))
        return .object(members)
    }

    /// The tokens that the reply may have. Where nobody limits it there is room for thoughts, which newer models have
    /// unasked, unless so many tokens were refused.
    private static func limit(of request: ModelRequest) -> Int {
        if let limit = request.prompt.maximumTokens { return limit }
        guard request.parts.contains(.maximumTokens) else { return 4096 }
        return request.parts.contains(.longReply) ? 32_000 : 8192
    }

    private static func messages(of request: ModelRequest, marks: Int) -> [JSONValue] {
        let messages = request.prompt.messages.filter { $0.role != .system }
        var marks = CacheMarks(for: messages, atMost: marks)
        return messages.compactMap { message -> JSONValue? in
            let images = request.images(of: message).map { image -> JSONValue in
                let source: JSONValue = [
                    "type": "base64", "media_type": .string(image.mediaType),
                    "data": .string(image.data.base64EncodedString()),
                ]
                return ["type": "image", "source": source]
            }
            // Empty blocks are refused.
            let texts = marks.cut(message, request.text(of: message)).map { text($0.text, isMarked: $0.isMarked) }
            guard !images.isEmpty || !texts.isEmpty else { return nil }
            return ["role": .string(message.role.rawValue), "content": .array(images + texts)]
        }
    }

    private static func text(_ text: String, isMarked: Bool = false) -> JSONValue {
        isMarked
            ? ["type": "text", "text": .string(text), "cache_control": CacheMarks.mark]
            : ["type": "text", "text": .string(text)]
    }
}

extension AnthropicDialect {
    /// How much the model is asked to think: newer models go by words, older ones by tokens.
    private struct Thinking {
        let member: JSONValue.Member
        /// What stands in `output_config`, if it goes by words.
        var effort: JSONValue.Member?

        /// - Returns: `nil` if it is not asked to, or has no room for it.
        init?(_ request: ModelRequest) {
            guard let effort = request.prompt.reasoning else { return nil }
            if request.parts.contains(.effort) {
                member = JSONValue.Member("thinking", ["type": "adaptive", "display": "summarized"])
                self.effort = JSONValue.Member("effort", .string(effort.rawValue))
                return
            }
            let limit = min(AnthropicDialect.limit(of: request) / 2, effort.anthropicBudget)
            guard request.parts.contains(.thinkingBudget), limit >= ReasoningEffort.leastBudget else { return nil }
            member = JSONValue.Member("thinking", ["type": "enabled", "budget_tokens": .integer(limit)])
        }
    }
}

extension ReasoningEffort {
    /// The fewest tokens of thought that Anthropic takes.
    fileprivate static let leastBudget = 1024

    fileprivate var anthropicBudget: Int {
        switch self {
        case .low: Self.leastBudget
        case .medium: 4096
        case .high: 16_000
        }
    }
}
