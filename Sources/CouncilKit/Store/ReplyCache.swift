/// Where replies are kept so that the same request is not paid for twice.
///
/// A cache may forget at any time. What it gives back is what was stored for exactly the same request.
public protocol ReplyCache: Sendable {
    /// The reply that was stored for a request; `nil` if there is none.
    func reply(to request: CachedRequest) async throws -> Reply?

    /// Keeps a reply. One that is there already stays.
    func store(_ reply: Reply, to request: CachedRequest) async throws
}
