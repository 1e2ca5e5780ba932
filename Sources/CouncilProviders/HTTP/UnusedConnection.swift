import NIOCore

/// Closes a new connection that nobody sends a request on.
///
/// The call that it was opened for was cancelled meanwhile, or has taken another one that had become free. The pool would
/// keep it, but no connection may outlive a cancelled call.
final class UnusedConnection: ChannelOutboundHandler {
    typealias OutboundIn = Any

    /// A request that waits for a connection is written as soon as that is there.
    private static let patience = TimeAmount.milliseconds(50)

    private var timer: Scheduled<Void>?

    func handlerAdded(context: ChannelHandlerContext) {
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: Self.patience) { context.close(promise: nil) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        timer?.cancel()
        context.write(data, promise: promise)
    }
}
