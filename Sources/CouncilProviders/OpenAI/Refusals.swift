import Synchronization

/// Parts of a request that some server does not take.
struct RefusedParts: OptionSet, Sendable, Hashable {
    let rawValue: UInt8

    /// `stream`: the reply is asked for in one part.
    static let stream = RefusedParts(rawValue: 1)
    static let streamOptions = RefusedParts(rawValue: 2)
    static let responseFormat = RefusedParts(rawValue: 4)
    static let temperature = RefusedParts(rawValue: 8)
    static let seed = RefusedParts(rawValue: 16)
    /// `max_tokens`: `max_completion_tokens` is sent instead.
    static let maximumTokens = RefusedParts(rawValue: 32)
}

/// What the models of an endpoint were found not to take, kept so that no call is refused twice for the same reason.
final class Refusals: Sendable {
    private let parts = Mutex<[String: RefusedParts]>([:])

    subscript(model: String) -> RefusedParts { parts.withLock { $0[model] ?? [] } }

    func remember(_ refused: RefusedParts, for model: String) {
        parts.withLock { _ = $0[model, default: []].insert(refused) }
    }
}
