import Glibc
import NIOCore
import NIOHTTP1

func flushStandardOutput() { fflush(nil) }

/// Answers a chat completion after a delay: a review if the prompt shows answers to review, else a few words.
final class DelayedAnswer: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let delay: TimeAmount
    private var body = ByteBuffer()

    init(delay: TimeAmount) { self.delay = delay }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head: body.clear()
        case .body(var part): body.writeBuffer(&part)
        case .end:
            let answer = Self.answer(to: String(buffer: body))
            let bound = NIOLoopBound((context, self), eventLoop: context.eventLoop)
            context.eventLoop.scheduleTask(in: delay) {
                let (context, handler) = bound.value
                handler.write(answer, context)
            }
        }
    }

    private func write(_ answer: ByteBuffer, _ context: ChannelHandlerContext) {
        let headers = HTTPHeaders([
            ("content-type", "text/event-stream"), ("content-length", String(answer.readableBytes)),
        ])
        context.write(wrapOutboundOut(.head(.init(version: .http1_1, status: .ok, headers: headers))), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(answer))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    /// The answer as a stream of ten pieces.
    private static func answer(to request: String) -> ByteBuffer {
        let text = review(for: request) ?? "An answer of a few words that says what there is to say about it."
        let characters = Array(text)
        let step = max(1, (characters.count + 9) / 10)
        var stream = ""
        for start in stride(from: 0, to: characters.count, by: step) {
            let piece = String(characters[start..<min(start + step, characters.count)])
                .replacing("\"", with: "\\\"")
            stream += "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\(piece)\"}}]}\n\n"
        }
        stream += "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
        stream +=
            "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":20}}\n\ndata: [DONE]\n\n"
        return ByteBuffer(string: stream)
    }

    /// A review of the answers that the prompt marks, if it asks for one.
    private static func review(for request: String) -> String? {
        guard request.contains("\"response_format\"") else { return nil }
        let labels = request.split(separator: "<<< ").dropFirst().map { String($0.prefix(3)) }
        let reviews = labels.map { "\"\($0)\": {\"critique\": \"Sound.\", \"accuracy\": 7, \"insight\": 6}" }
        let ranks = labels.enumerated().map { "\"\($1)\": \($0 + 1)" }
        return "{\"reviews\": {\(reviews.joined(separator: ", "))}, \"ranks\": {\(ranks.joined(separator: ", "))}}"
    }
}
