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
            let answer = Self.answer(to: body)
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

    private static let words = stream("An answer of a few words that says what there is to say about it.")

    private static func answer(to request: ByteBuffer) -> ByteBuffer {
        // The server shares the machine with what is measured, so it must cost as little as it can.
        let labels = request.withUnsafeReadableBytes { bytes in
            places(of: "\"response_format\"", in: bytes).isEmpty
                ? [] : places(of: "<<< ", in: bytes).map { String(decoding: bytes[($0 + 4)..<($0 + 7)], as: UTF8.self) }
        }
        guard !labels.isEmpty else { return words }
        let reviews = labels.map { "\"\($0)\": {\"critique\": \"Sound.\", \"accuracy\": 7, \"insight\": 6}" }
        let ranks = labels.enumerated().map { "\"\($1)\": \($0 + 1)" }
        return stream(
            "{\"reviews\": {\(reviews.joined(separator: ", "))}, \"ranks\": {\(ranks.joined(separator: ", "))}}")
    }

    private static func places(of word: StaticString, in bytes: UnsafeRawBufferPointer) -> [Int] {
        let word = UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        var places: [Int] = []
        for start in 0..<max(0, bytes.count - word.count - 3) where bytes[start] == word[0] {
            if bytes[start..<(start + word.count)].elementsEqual(word) { places.append(start) }
        }
        return places
    }

    /// A text as an event stream of ten pieces.
    private static func stream(_ text: String) -> ByteBuffer {
        let bytes = Array(text.utf8)
        let step = max(1, (bytes.count + 9) / 10)
        var stream = ""
        for start in stride(from: 0, to: bytes.count, by: step) {
            let piece = bytes[start..<min(start + step, bytes.count)]
            let quotes = piece.flatMap { $0 == UInt8(ascii: "\"") ? [UInt8(ascii: "\\"), $0] : [$0] }
            let text = String(decoding: quotes, as: UTF8.self)
            stream += "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\(text)\"}}]}\n\n"
        }
        stream += "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
        stream += "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":20}}\n\n"
        stream += "data: [DONE]\n\n"
        return ByteBuffer(string: stream)
    }
}
