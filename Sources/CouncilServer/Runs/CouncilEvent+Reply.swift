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
}
