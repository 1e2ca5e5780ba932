import CouncilKit

/// What one protocol says in its own way. All else is common to the three.
protocol Dialect: SendableMetatype {
    /// What is used of one event of a stream, or of a reply in one part.
    associatedtype Chunk: ReplyChunk

    /// The parts of a request that the protocol knows.
    static var parts: RequestParts { get }

    /// The types of images that the protocol takes; `nil` for all that there are.
    static var imageTypes: Set<String>? { get }

    /// The path behind the base URL, with a query if there is one.
    static func action(for request: ModelRequest) -> String

    /// The body, its keys in an order of its own.
    static func body(of request: ModelRequest) -> JSONValue
}

extension Dialect {
    static var imageTypes: Set<String>? { nil }
}
