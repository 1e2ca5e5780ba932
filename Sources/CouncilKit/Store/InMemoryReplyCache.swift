/// A cache that forgets everything when the program ends.
public actor InMemoryReplyCache: ReplyCache {
    private var replies: [CachedRequest: Reply] = [:]

    public init() {}

    public func reply(to request: CachedRequest) -> Reply? { replies[request] }

    public func store(_ reply: Reply, to request: CachedRequest) {
        if replies[request] == nil { replies[request] = reply }
    }
}
