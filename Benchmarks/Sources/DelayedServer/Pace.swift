import NIOCore
import NIOHTTP1

/// Sends an answer piece by piece, as a model writes it. Pieces of prose say when they were sent: “@” and the
/// microseconds of the monotonic clock.
struct Pace: Sendable {
    var pieces: Int
    var interval: TimeAmount

    func send(_ text: String, after delay: TimeAmount, on context: ChannelHandlerContext) {
        let events = text == DelayedAnswer.words ? nil : Wire.pieces(of: text, count: pieces).map(Wire.event)
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: delay) {
            write(.head(.init(version: .http1_1, status: .ok, headers: ["content-type": "text/event-stream"])), bound)
            send(events, from: 0, on: bound)
        }
    }

    private func send(_ events: [String]?, from number: Int, on context: NIOLoopBound<ChannelHandlerContext>) {
        guard context.value.channel.isActive else { return }
        guard number < pieces else {
            write(.body(.byteBuffer(ByteBuffer(string: Wire.ending))), context)
            return context.value.writeAndFlush(NIOAny(HTTPServerResponsePart.end(nil)), promise: nil)
        }
        let event = events?[number] ?? Wire.event("@\(NIODeadline.now().uptimeNanoseconds / 1000) ")
        write(.body(.byteBuffer(ByteBuffer(string: event))), context)
        context.value.flush()
        context.eventLoop.scheduleTask(in: interval) { send(events, from: number + 1, on: context) }
    }

    private func write(_ part: HTTPServerResponsePart, _ context: NIOLoopBound<ChannelHandlerContext>) {
        context.value.write(NIOAny(part), promise: nil)
    }
}
