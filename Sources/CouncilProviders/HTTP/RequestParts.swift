import Synchronization

/// Parts of a request that some server does not take, so that they can be left out.
struct RequestParts: OptionSet, Sendable, Hashable {
    let rawValue: UInt16

    /// `stream`: the reply is asked for in one part.
    static let stream = RequestParts(rawValue: 1)
    static let streamOptions = RequestParts(rawValue: 2)
    /// The prompt's form as JSON Schema.
    static let schema = RequestParts(rawValue: 4)
    /// The prompt's form as a tool that has to be called; where there is a schema, only in its place.
    static let toolCall = RequestParts(rawValue: 8)
    static let temperature = RequestParts(rawValue: 16)
    static let seed = RequestParts(rawValue: 32)
    /// The usual way to limit the tokens of the reply; the protocol says what takes its place.
    static let maximumTokens = RequestParts(rawValue: 64)
    /// Images; words take their place.
    static let images = RequestParts(rawValue: 128)
    /// The wish to see the model's thoughts.
    static let thoughts = RequestParts(rawValue: 256)
    /// Marks where the provider may begin to read from its cache.
    static let cacheMarks = RequestParts(rawValue: 512)
    /// The wish to know how probable tokens were.
    static let probabilities = RequestParts(rawValue: 1024)
    /// How much the model is to think, in the protocol's words.
    static let effort = RequestParts(rawValue: 2048)
    /// The same as a number of tokens; where there are words for it, only in their place.
    static let thinkingBudget = RequestParts(rawValue: 4096)
    /// The bounds of numbers, texts and lists in the schema of the form; without them it says the same of its structure.
    static let bounds = RequestParts(rawValue: 8192)
    /// Room for a long reply where nobody limits it and the protocol wants a limit.
    static let longReply = RequestParts(rawValue: 16384)
}

/// What the models of an endpoint were found not to take, kept so that no call is refused twice for the same reason.
final class Refusals: Sendable {
    private let parts = Mutex<[String: RequestParts]>([:])

    subscript(model: String) -> RequestParts { parts.withLock { $0[model] ?? [] } }

    func remember(_ refused: RequestParts, for model: String) {
        parts.withLock { $0[model, default: []].formUnion(refused) }
    }
}
