import CouncilKit

/// The body of `POST /chat/completions`.
struct ChatRequest {
    let model: String
    let prompt: Prompt
    /// The parts that may be sent.
    private let allowed: RefusedParts

    /// - Parameter refused: Parts to leave out.
    init(model: String, prompt: Prompt, endpoint: OpenAIEndpoint, without refused: RefusedParts) {
        self.model = model
        self.prompt = prompt
        var wanted: RefusedParts = []
        if endpoint.streams { wanted.formUnion([.stream, .streamOptions]) }
        if prompt.form != nil, endpoint.structuredOutput == .automatic { wanted.insert(.responseFormat) }
        if prompt.temperature != nil { wanted.insert(.temperature) }
        if prompt.seed != nil { wanted.insert(.seed) }
        if prompt.maximumTokens != nil { wanted.insert(.maximumTokens) }
        if refused.contains(.stream) { wanted.remove(.streamOptions) }
        allowed = wanted.subtracting(refused)
    }

    /// The body, its keys in an order of its own.
    var body: JSONValue {
        var members = [
            JSONValue.Member("model", .string(model)),
            JSONValue.Member("messages", .array(prompt.messages.map(\.json))),
            JSONValue.Member("stream", .bool(allowed.contains(.stream))),
        ]
        if allowed.contains(.streamOptions) {
            members.append(JSONValue.Member("stream_options", ["include_usage": true]))
        }
        if let limit = prompt.maximumTokens {
            let key = allowed.contains(.maximumTokens) ? "max_tokens" : "max_completion_tokens"
            members.append(JSONValue.Member(key, .integer(limit)))
        }
        if let temperature = prompt.temperature, allowed.contains(.temperature) {
            members.append(JSONValue.Member("temperature", .number(temperature)))
        }
        if let seed = prompt.seed, allowed.contains(.seed) {
            // Many servers keep the seed in 32 bits with a sign.
            members.append(JSONValue.Member("seed", .integer(Int(seed % UInt64(Int32.max)))))
        }
        if let form = prompt.form, allowed.contains(.responseFormat) {
            members.append(
                JSONValue.Member(
                    "response_format",
                    [
                        "type": "json_schema",
                        "json_schema": ["name": .string(form.name), "strict": true, "schema": form.schema],
                    ]))
        }
        return .object(members)
    }

    /// The part of this request that the words complain about, if it can be done without.
    func partRefused(in words: ProviderWords) -> RefusedParts? {
        if let parameter = words.parameter?.split(separator: ".").first,
            let part = Self.part(named: parameter), allowed.contains(part)
        {
            return part
        }
        let names = words.text.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "_") }
        return names.lazy.compactMap { name in name == "stream" ? nil : Self.part(named: name) }
            .first { allowed.contains($0) }
    }

    private static func part(named name: Substring) -> RefusedParts? {
        switch name {
        case "stream": .stream
        case "stream_options", "include_usage": .streamOptions
        case "response_format", "json_schema", "grammar", "guided_json": .responseFormat
        case "temperature": .temperature
        case "seed": .seed
        case "max_tokens": .maximumTokens
        default: nil
        }
    }
}

extension Prompt.Message {
    fileprivate var json: JSONValue { ["role": .string(role.rawValue), "content": .string(text)] }
}
