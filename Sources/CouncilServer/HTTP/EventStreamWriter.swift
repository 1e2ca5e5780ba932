import CouncilKit
import Hummingbird
import HummingbirdCore
import NIOCore

/// Writes server-sent events (HTML Living Standard, section 9.2). A reader that does not read makes it wait.
struct EventStreamWriter {
    private var writer: any ResponseBodyWriter

    init(_ writer: any ResponseBodyWriter) { self.writer = writer }

    /// One event.
    /// - Parameters:
    ///   - data: One line.
    ///   - name: The event's type, if it is not a plain message.
    ///   - id: What the client gives back as `Last-Event-ID`.
    @concurrent
    mutating func send(_ data: String, name: String? = nil, id: Int? = nil) async throws {
        var text = ""
        if let id { text += "id: \(id)\n" }
        if let name { text += "event: \(name)\n" }
        text += "data: \(data)\n\n"
        try await writer.write(ByteBuffer(string: text))
    }

    @concurrent
    mutating func send(_ value: JSONValue, name: String? = nil) async throws {
        try await send(value.text, name: name)
    }

    /// A sign of life that clients ignore.
    @concurrent
    mutating func comment(_ text: String) async throws {
        try await writer.write(ByteBuffer(string: ": \(text)\n\n"))
    }

    /// Says after how many milliseconds a client should come back when the connection breaks.
    @concurrent
    mutating func retry(_ milliseconds: Int) async throws {
        try await writer.write(ByteBuffer(string: "retry: \(milliseconds)\n\n"))
    }
}
