import CouncilKit
import NIOCore
import Synchronization

/// An event on its way to readers, with its place in the run.
///
/// Its form in a stream is made once, by the first reader that wants it, whatever their number.
final class RunEvent: Sendable {
    /// The place of a lasting event; `nil` for events of the moment.
    let position: Int?
    let event: CouncilEvent
    private let encoded = Mutex<ByteBuffer?>(nil)

    init(_ event: CouncilEvent, position: Int?) {
        self.event = event
        self.position = position
    }

    /// One line of JSON, as `docs/formats.md` describes it.
    func json() throws -> String { String(decoding: try bytes(), as: UTF8.self) }

    /// The event as a server-sent one.
    func frame() throws -> ByteBuffer {
        if let frame = encoded.withLock({ $0 }) { return frame }
        let bytes = try bytes()
        var frame = ByteBuffer()
        frame.reserveCapacity(bytes.count + 32)
        if let position { frame.writeString("id: \(position)\n") }
        frame.writeString("data: ")
        frame.writeBytes(bytes)
        frame.writeString("\n\n")
        encoded.withLock { $0 = frame }
        return frame
    }

    private func bytes() throws -> [UInt8] {
        try JSONText(encoding: Numbered(event: event, position: position)).bytes
    }

    private struct Numbered: Encodable {
        private enum Key: String, CodingKey {
            case position
        }

        var event: CouncilEvent
        var position: Int?

        func encode(to encoder: any Encoder) throws {
            try event.encode(to: encoder)
            var container = encoder.container(keyedBy: Key.self)
            try container.encodeIfPresent(position, forKey: .position)
        }
    }
}
