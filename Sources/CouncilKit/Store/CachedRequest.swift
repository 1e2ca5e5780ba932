import FoundationEssentials

/// A whole request in one text: two requests are the same if, and only if, their texts are.
public struct CachedRequest: Sendable, Hashable {
    /// JSON with model, endpoint and its options, messages with their images, form, limit, temperature, reasoning, probabilities and
    /// seed.
    public let text: String

    /// - Parameters:
    ///   - prompt: What is sent.
    ///   - model: To whom.
    ///   - ignoresLimit: Whether the limit of the reply is left out, which makes no difference to a reply that did not
    ///     reach it.
    public init(_ prompt: Prompt, to model: any LanguageModel, ignoresLimit: Bool = false) {
        var members: [JSONValue.Member] = [
            .init("v", 2), .init("model", .string(model.name)), .init("endpoint", .string(model.endpoint)),
            .init("options", .string(model.requestOptions)),
            .init("messages", .array(prompt.messages.map(Self.json))),
        ]
        if let form = prompt.form {
            members.append(.init("form", ["name": .string(form.name), "schema": form.schema]))
        }
        if let limit = prompt.maximumTokens, !ignoresLimit { members.append(.init("maximumTokens", .integer(limit))) }
        if let temperature = prompt.temperature { members.append(.init("temperature", .number(temperature))) }
        if let effort = prompt.reasoning { members.append(.init("reasoning", .string(effort.rawValue))) }
        if let count = prompt.topTokens { members.append(.init("topTokens", .integer(count))) }
        if let seed = prompt.seed { members.append(.init("seed", .string(String(seed)))) }
        text = JSONValue.object(members).text
    }

    private static func json(_ message: Prompt.Message) -> JSONValue {
        let images = message.images.map { image -> JSONValue in
            [
                "name": .string(image.name), "mediaType": .string(image.mediaType),
                "data": .string(image.data.base64EncodedString()),
            ]
        }
        return ["role": .string(message.role.rawValue), "text": .string(message.text), "images": .array(images)]
    }
}
