import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Closes a connection whose response says so, whether or not the client goes on sending: first the server's side, so
/// that the response is not lost with what is still unread, and after a while the whole.
final class LastResponseHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart

    /// How long a client may go on sending once it was sent the response.
    private static let patience = TimeAmount.seconds(1)
    /// How long a client may take to read the response.
    private static let patienceWithReader = TimeAmount.seconds(60)
    private var isLast = false
    private var end: Scheduled<Void>?

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head): isLast = head.headerFields[.connection] == "close"
        case .end where isLast:
            let written = promise ?? context.eventLoop.makePromise()
            let channel = context.channel
            let reading = context.eventLoop.scheduleTask(in: Self.patienceWithReader) { channel.close(promise: nil) }
            end = reading
            let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
            written.futureResult.whenComplete { _ in
                reading.cancel()
                channel.close(mode: .output, promise: nil)
                bound.value.end = channel.eventLoop.scheduleTask(in: Self.patience) { channel.close(promise: nil) }
            }
            return context.writeAndFlush(data, promise: written)
        default: break
        }
        context.write(data, promise: promise)
    }

    /// What comes after the last response is not read any more.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if end == nil { context.fireChannelRead(data) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        end?.cancel()
        context.fireChannelInactive()
    }
}
