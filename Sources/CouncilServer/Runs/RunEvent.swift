import CouncilKit
import FoundationEssentials
import Synchronization

/// An event on its way to readers, with its place in the run.
///
/// Its JSON form is made once, by the first reader that wants it, whatever their number.
final class RunEvent: Sendable {
    /// The place of a lasting event; `nil` for events of the moment.
    let position: Int?
    let event: CouncilEvent
    private let encoded = Mutex<String?>(nil)

    init(_ event: CouncilEvent, position: Int?) {
        self.event = event
        self.position = position
    }

    /// One line of JSON, as `docs/formats.md` describes it.
    func json() throws -> String {
        if let text = encoded.withLock({ $0 }) { return text }
        let text = String(
            decoding: try JSONEncoder.events.encode(Numbered(event: event, position: position)), as: UTF8.self)
        encoded.withLock { $0 = text }
        return text
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
