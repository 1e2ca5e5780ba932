import NIOCore

/// Closes a new connection that nobody sends a request on.
///
/// The call that it was opened for was cancelled meanwhile, or has taken another one that had become free. The pool would
/// keep it, but no connection may outlive a cancelled call. (Connections of HTTP/2 belong to many calls, each of which ends
/// its own stream.)
final class UnusedConnection: ChannelOutboundHandler {
    typealias OutboundIn = Any

    /// A request that waits for a connection is written as soon as that is there.
    private static let patience = TimeAmount.milliseconds(50)

    private var isUsed = false
    private var timer: Scheduled<Void>?

    func handlerAdded(context: ChannelHandlerContext) {
        let loop = context.eventLoop.assumeIsolated()
        timer = loop.scheduleTask(in: Self.patience) {
            // Behind whatever the loop has to do already: that may be the request.
            loop.execute { if !self.isUsed { context.close(promise: nil) } }
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        isUsed = true
        timer?.cancel()
        context.write(data, promise: promise)
    }
}
