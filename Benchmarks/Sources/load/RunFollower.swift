import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// Reads the event stream of one run, comes back where the stream breaks off, and notes what is wrong with it.
final class RunFollower: Sendable {
    struct Record: Sendable {
        /// The position of the last lasting event.
        var position = 0
        /// Lasting events that came twice or left one out.
        var misplaced = 0
        var pieces = 0
        /// Seconds from the sending of a piece until it was here.
        var delays: [Float] = []
        var reconnects = 0
        /// Why the stream ended; `nil` if it broke off.
        var end: String?
    }

    private let run: String
    private let state = Mutex(Record())
    private let onEvent: @Sendable () -> Void

    var record: Record { state.withLock { $0 } }

    /// - Parameter onEvent: Called for every lasting event.
    init(_ run: String, onEvent: @escaping @Sendable () -> Void = {}) {
        self.run = run
        self.onEvent = onEvent
    }

    /// Reads to the end of the run.
    /// - Parameter attempts: How often it comes back before it gives up.
    func follow(port: Int, attempts: Int = 600) async throws {
        for _ in 0..<attempts {
            try? await read(port: port)
            if record.end == "ended" { return }
            state.withLock {
                $0.end = nil
                $0.reconnects += 1
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// Reads until the stream ends or breaks off.
    func read(port: Int, onOpen: @escaping @Sendable () -> Void = {}) async throws {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.pipeline.addHTTPClientHandlers().flatMap {
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(EventLines(self, onOpen: onOpen))
                    }
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        let position = record.position
        let headers = HTTPHeaders([("host", "127.0.0.1:\(port)"), ("last-event-id", "\(position)")])
        let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/v1/runs/\(run)/events", headers: headers)
        try await withTaskCancellationHandler {
            channel.write(HTTPClientRequestPart.head(head), promise: nil)
            channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
            try await channel.closeFuture.get()
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    fileprivate func note(id: Int?, name: String?, data: Substring.UTF8View, since opened: Int) {
        if name == "end" {
            let end = String(Substring(data))
            return state.withLock { $0.end = end.contains("\"ended\"") ? "ended" : end }
        }
        let sent = id == nil ? Self.timesOfSending(in: data).filter { $0 > opened } : []
        let now = Self.microseconds
        state.withLock { record in
            if let id {
                if id != record.position + 1 { record.misplaced += 1 }
                record.position = id
            }
            record.pieces += sent.count
            record.delays += sent.map { Float(now - $0) / 1e6 }
        }
        if id != nil { onEvent() }
    }

    /// The numbers after “@”.
    private static func timesOfSending(in data: Substring.UTF8View) -> [Int] {
        var times: [Int] = []
        var rest = data
        while let mark = rest.firstIndex(of: UInt8(ascii: "@")) {
            let digits = rest[rest.index(after: mark)...].prefix { (48...57).contains($0) }
            times.append(digits.reduce(0) { $0 * 10 + Int($1 - 48) })
            rest = rest[digits.endIndex...]
        }
        return times
    }

    /// The clock of the delayed server, which is this machine's.
    fileprivate static var microseconds: Int { Int(NIODeadline.now().uptimeNanoseconds / 1000) }
}

/// Cuts a response into server-sent events.
private final class EventLines: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    private let follower: RunFollower
    private let onOpen: @Sendable () -> Void
    private var rest = ByteBuffer()
    private var id: Int?
    private var name: String?
    private var opened = Int.max

    init(_ follower: RunFollower, onOpen: @escaping @Sendable () -> Void) {
        self.follower = follower
        self.onOpen = onOpen
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            opened = RunFollower.microseconds
            onOpen()
        case .body(var part):
            rest.writeBuffer(&part)
            while let end = rest.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) {
                let line = rest.readString(length: end - rest.readerIndex) ?? ""
                rest.moveReaderIndex(forwardBy: 1)
                take(line[...])
            }
            rest.discardReadBytes()
        case .end: context.close(promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func take(_ line: Substring) {
        if line.hasPrefix("id: ") {
            id = Int(line.dropFirst(4))
        } else if line.hasPrefix("event: ") {
            name = String(line.dropFirst(7))
        } else if line.hasPrefix("data: ") {
            follower.note(id: id, name: name, data: line.dropFirst(6).utf8, since: opened)
        } else if line.isEmpty {
            id = nil
            name = nil
        }
    }
}
