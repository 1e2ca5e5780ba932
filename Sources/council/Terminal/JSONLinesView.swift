import CouncilKit

/// One event a line on standard output, in the form of the journal; lasting events with their position.
actor JSONLinesView: RunView {
    private let console: Console
    private var position: Int

    init(after outcome: Outcome = Outcome(), on console: Console) {
        self.console = console
        position = outcome.position
    }

    /// Writes the events of a journal, from the first on.
    static func write(_ events: [CouncilEvent], to console: Console) async throws {
        let view = JSONLinesView(on: console)
        for event in events { try await view.show(event) }
    }

    func show(_ event: CouncilEvent) throws {
        if event.isLasting { position += 1 }
        let line = Line(event: event, position: event.isLasting ? position : nil)
        try console.output(try JSONText(encoding: line).string + "\n")
    }

    func finish() {}

    /// An event's own JSON object with one more field.
    private struct Line: Encodable {
        enum Key: CodingKey {
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
