import CouncilKit

/// A reply before it is put into a provider's format, as a whole or as events.
struct Completion: Sendable {
    /// How a reply ends.
    enum Ending: Sendable {
        /// With OpenAI's word for it, or the like of it in the other formats.
        case reason(String)
        /// The model declines; the text says so.
        case refusal
        /// The provider withholds the reply.
        case safetyBlock
    }

    var pieces: [String]
    var reasoning: [String] = []
    var ending = Ending.reason("stop")

    /// One JSON object.
    func document(for request: FaultServer.Request) -> JSONValue {
        switch request.dialect {
        case .openAI: openAIDocument(for: request)
        case .anthropic: anthropicDocument(for: request)
        case .gemini: geminiDocument(for: request)
        }
    }

    /// The body of an event stream as it is written: first one write a piece, then the end. What has to stand before a
    /// piece is written with it, so that pieces count the same in all formats.
    func writes(for request: FaultServer.Request) -> [String] {
        switch request.dialect {
        case .openAI: openAIEvents(for: request).map { "data: \($0)\n\n" }
        case .anthropic: anthropicWrites(for: request)
        case .gemini: geminiChunks(for: request).map { "data: \($0.text)\n\n" }
        }
    }
}
