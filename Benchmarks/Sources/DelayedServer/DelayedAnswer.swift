import Glibc
import NIOCore
import NIOHTTP1
import Synchronization

func flushStandardOutput() { fflush(nil) }

/// Answers a chat completion after a delay: a review if the prompt shows answers to review, else a few words.
final class DelayedAnswer: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// How many times longer the model “slow” takes.
    private static let slowness: Int64 = 20

    private let delay: TimeAmount
    private let faults: Faults
    /// `nil` sends whole answers in one piece of the network.
    private let pace: Pace?
    private var body = ByteBuffer()
    private var isCall = true

    init(delay: TimeAmount, faults: Faults, pace: Pace?) {
        self.delay = delay
        self.faults = faults
        self.pace = pace
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            body.clear()
            isCall = head.method == .POST
        case .body(var part): body.writeBuffer(&part)
        case .end where !isCall: write(ByteBuffer(string: "\(Self.calls.load(ordering: .relaxed))"), context)
        case .end:
            Self.calls.wrappingAdd(1, ordering: .relaxed)
            let text = Self.answer(to: body)
            if let pace { return pace.send(text, after: delay, on: context) }
            let answer = text == Self.words ? Self.wordsStream : Self.stream(text)
            let fault = faults.next()
            let isSlow = body.withUnsafeReadableBytes { !Self.places(of: "\"model\":\"slow\"", in: $0).isEmpty }
            let bound = NIOLoopBound((context, self), eventLoop: context.eventLoop)
            context.eventLoop.scheduleTask(in: isSlow ? delay * Self.slowness : delay) {
                let (context, handler) = bound.value
                if let fault { handler.spoil(answer, fault, context) } else { handler.write(answer, context) }
            }
        }
    }

    private func spoil(_ answer: ByteBuffer, _ fault: Faults.Kind, _ context: ChannelHandlerContext) {
        let half = answer.getSlice(at: 0, length: answer.readableBytes / 2) ?? answer
        switch fault {
        case .serverError:
            write(ByteBuffer(string: "{\"error\":{\"message\":\"boom\"}}"), context, .internalServerError)
        case .overloaded:
            write(ByteBuffer(string: "overloaded"), context, .custom(code: 529, reasonPhrase: "Overloaded"))
        case .rateLimited:
            write(ByteBuffer(string: "{\"error\":{\"message\":\"slow down\"}}"), context, .tooManyRequests)
        case .closed: context.close(promise: nil)
        case .cutOff:
            let headers = HTTPHeaders([("content-length", String(answer.readableBytes))])
            context.write(wrapOutboundOut(.head(.init(version: .http1_1, status: .ok, headers: headers))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(half))), promise: nil)
            context.close(promise: nil)
        case .unfinished: write(half, context)
        case .garbage: write(ByteBuffer(string: "data: {\"choices\":[{\n\ndata: [DONE]\n\n"), context)
        case .errorInside: write(ByteBuffer(string: Self.melted()), context)
        case .errorBehindText:
            write(ByteBuffer(string: Wire.event("Half an answer") + Self.melted(" behind text")), context)
        // The connection stays until the client leaves.
        case .silence: break
        case .standstill:
            let headers = HTTPHeaders([("content-length", String(answer.readableBytes))])
            context.write(wrapOutboundOut(.head(.init(version: .http1_1, status: .ok, headers: headers))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(half))), promise: nil)
        }
    }

    private static func melted(_ where: String = "") -> String {
        "data: {\"error\":{\"message\":\"melted\(`where`)\",\"code\":500}}\n\n"
    }

    private func write(_ answer: ByteBuffer, _ context: ChannelHandlerContext, _ status: HTTPResponseStatus = .ok) {
        let headers = HTTPHeaders([
            ("content-type", "text/event-stream"), ("content-length", String(answer.readableBytes)),
        ])
        context.write(wrapOutboundOut(.head(.init(version: .http1_1, status: status, headers: headers))), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(answer))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    /// How many calls have come; `GET` tells.
    private static let calls = Atomic<Int>(0)
    static let words = "An answer of a few words that says what there is to say about it."
    private static let wordsStream = stream(words)

    private static func answer(to request: ByteBuffer) -> String {
        // The server shares the machine with what is measured, so it must cost as little as it can.
        let labels = request.withUnsafeReadableBytes { bytes in
            places(of: "\"response_format\"", in: bytes).isEmpty
                ? [] : places(of: "<<< ", in: bytes).map { String(decoding: bytes[($0 + 4)..<($0 + 7)], as: UTF8.self) }
        }
        guard !labels.isEmpty else { return words }
        let reviews = labels.map { "\"\($0)\": {\"critique\": \"Sound.\", \"accuracy\": 7, \"insight\": 6}" }
        let ranks = labels.enumerated().map { "\"\($1)\": \($0 + 1)" }
        return "{\"reviews\": {\(reviews.joined(separator: ", "))}, \"ranks\": {\(ranks.joined(separator: ", "))}}"
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
        ByteBuffer(string: Wire.pieces(of: text, count: 10).map(Wire.event).joined() + Wire.ending)
    }
}
