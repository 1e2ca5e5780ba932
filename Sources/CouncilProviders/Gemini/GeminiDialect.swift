import CouncilKit
import FoundationEssentials

/// Google's Gemini.
enum GeminiDialect: Dialect {
    typealias Chunk = GeminiChunk

    static let parts: RequestParts = [.stream, .schema, .bounds, .temperature, .seed, .images, .thoughts, .effort]
    static let imageTypes: Set<String>? = ["image/png", "image/jpeg", "image/webp", "image/heic", "image/heif"]

    static func action(for request: ModelRequest) -> String {
        // Tuned models and those of other publishers have a path of their own.
        let path = request.model.contains("/") ? request.model : "models/\(request.model)"
        return request.parts.contains(.stream) ? "\(path):streamGenerateContent?alt=sse" : "\(path):generateContent"
    }

    static func body(of request: ModelRequest) -> JSONValue {
        let (prompt, parts) = (request.prompt, request.parts)
        var members: [JSONValue.Member] = []
        let system = prompt.messages.filter { $0.role == .system }
        if !system.isEmpty {
            members.append(
                JSONValue.Member("systemInstruction", ["parts": .array(system.map { text($0, of: request) })]))
        }
        let contents = prompt.messages.filter { $0.role != .system }.map { message -> JSONValue in
            let images = request.images(of: message).map { image -> JSONValue in
                let data = JSONValue.string(image.data.base64EncodedString())
                return ["inlineData": ["mimeType": .string(image.mediaType), "data": data]]
            }
            let role = message.role == .assistant ? "model" : "user"
            return ["role": .string(role), "parts": .array(images + [text(message, of: request)])]
        }
        members.append(JSONValue.Member("contents", .array(contents)))
        var settings: [JSONValue.Member] = []
        if let limit = prompt.maximumTokens { settings.append(JSONValue.Member("maxOutputTokens", .integer(limit))) }
        if let temperature = prompt.temperature, parts.contains(.temperature) {
            settings.append(JSONValue.Member("temperature", .number(temperature)))
        }
        if let seed = prompt.seed, parts.contains(.seed) {
            settings.append(JSONValue.Member("seed", .integer(seed.inThirtyOneBits)))
        }
        if let form = request.form(by: .schema) {
            settings.append(JSONValue.Member("responseMimeType", "application/json"))
            settings.append(JSONValue.Member("responseJsonSchema", form.schema))
        }
        var thinking: [JSONValue.Member] = []
        if parts.contains(.thoughts) { thinking.append(JSONValue.Member("includeThoughts", true)) }
        if let effort = prompt.reasoning, parts.contains(.effort) {
            thinking.append(
                request.model.contains("gemini-2.5")
                    ? JSONValue.Member("thinkingBudget", .integer(effort.geminiBudget))
                    : JSONValue.Member("thinkingLevel", .string(effort.rawValue)))
        }
        if !thinking.isEmpty { settings.append(JSONValue.Member("thinkingConfig", .object(thinking))) }
        if !settings.isEmpty { members.append(JSONValue.Member("generationConfig", .object(settings))) }
        return .object(members)
    }

    private static func text(_ message: Prompt.Message, of request: ModelRequest) -> JSONValue {
        ["text": .string(request.text(of: message))]
    }
}

extension ReasoningEffort {
    /// The tokens of thought that stand for it where a model counts them: Gemini 2.5 takes 512 to 24,576.
    fileprivate var geminiBudget: Int {
        switch self {
        case .low: 1024
        case .medium: 8192
        case .high: 24_576
        }
    }
}
