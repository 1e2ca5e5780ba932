import CouncilKit

extension CouncilEvent {
    /// The call that ends with this event, and what came of it.
    var callAndReply: (call: Call, reply: Reply)? {
        switch self {
        case .answered(let call, let reply), .reviewed(let call, _, let reply), .unreadable(let call, let reply, _),
            .paired(let call, _, let reply), .revised(let call, let reply), .analysed(let call, _, let reply),
            .drafted(let call, let reply),
            .compared(let call, _, let reply), .audited(let call, _, let reply):
            (call, reply)
        case .concluded(let conclusion): conclusion.reply.map { (conclusion.call, $0) }
        default: nil
        }
    }

    /// The event with another reply in the place of its own; the same if it has none.
    func replacing(_ change: (Reply) -> Reply) -> CouncilEvent {
        switch self {
        case .answered(let call, let reply): return .answered(call, change(reply))
        case .reviewed(let call, let review, let reply): return .reviewed(call, review, change(reply))
        case .unreadable(let call, let reply, let complaint):
            return .unreadable(call, change(reply), complaint: complaint)
        case .paired(let call, let preference, let reply): return .paired(call, preference, change(reply))
        case .revised(let call, let reply): return .revised(call, change(reply))
        case .analysed(let call, let analysis, let reply): return .analysed(call, analysis, change(reply))
        case .drafted(let call, let reply): return .drafted(call, change(reply))
        case .compared(let call, let preference, let reply): return .compared(call, preference, change(reply))
        case .audited(let call, let audit, let reply): return .audited(call, audit, change(reply))
        case .concluded(var conclusion):
            conclusion.reply = conclusion.reply.map(change)
            return .concluded(conclusion)
        default: return self
        }
    }
}
