import CouncilKit
import Hummingbird
import HummingbirdCore
import NIOCore

/// Writes server-sent events (HTML Living Standard, section 9.2). A reader that does not read makes it wait.
struct EventStreamWriter {
    private var writer: any ResponseBodyWriter
    /// What was gathered to be written together.
    private var gathered = ByteBuffer()

    /// More than this is not gathered.
    private static let most = 64 << 10

    init(_ writer: any ResponseBodyWriter) { self.writer = writer }

    /// One event.
    /// - Parameters:
    ///   - data: One line.
    ///   - name: The event's type, if it is not a plain message.
    @concurrent
    mutating func send(_ data: String, name: String? = nil) async throws {
        let type = name.map { "event: \($0)\n" } ?? ""
        try await send(ByteBuffer(string: "\(type)data: \(data)\n\n"))
    }

    /// Events in their form, behind what was gathered.
    @concurrent
    mutating func send(_ frame: ByteBuffer) async throws {
        try await gather(frame)
        try await flush()
    }

    /// Events in their form, to be written together with what comes next.
    @concurrent
    mutating func gather(_ frame: ByteBuffer) async throws {
        if gathered.readableBytes == 0 { gathered = frame } else { gathered.writeImmutableBuffer(frame) }
        if gathered.readableBytes > Self.most { try await flush() }
    }

    /// Writes what was gathered.
    @concurrent
    mutating func flush() async throws {
        guard gathered.readableBytes > 0 else { return }
        let all = gathered
        gathered = ByteBuffer()
        try await writer.write(all)
    }

    @concurrent
    mutating func send(_ value: JSONValue, name: String? = nil) async throws {
        try await send(value.text, name: name)
    }

    /// A sign of life that clients ignore.
    @concurrent
    mutating func comment(_ text: String) async throws {
        try await send(ByteBuffer(string: ": \(text)\n\n"))
    }

    /// Says after how many milliseconds a client should come back when the connection breaks.
    @concurrent
    mutating func retry(_ milliseconds: Int) async throws {
        try await send(ByteBuffer(string: "retry: \(milliseconds)\n\n"))
    }
}
