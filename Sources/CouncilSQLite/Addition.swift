import CouncilKit
import FoundationEssentials
import GRDB

/// Events on their way into the database, encoded before the database is occupied.
struct Addition: Sendable {
    private struct Body: Sendable {
        var type: String
        var json: String
    }

    private let run: Run.ID
    private let position: Int
    private let bodies: [Body]
    private let opening: Date?
    private let state: RunSummary.State

    init(_ events: [CouncilEvent], to run: Run.ID, after position: Int) throws {
        self.run = run
        self.position = position
        bodies = try events.map { event in
            Body(
                type: event.type,
                json: String(decoding: try JSONEncoder.events.encode(event), as: UTF8.self))
        }
        if case .opened(let run) = events.first { opening = run.date } else { opening = nil }
        state =
            switch events.last {
            case .concluded: .concluded
            case .unanswered: .unanswered
            default: .unfinished
            }
    }

    /// Writes the events if the run is still where the writer believes it to be.
    func write(to database: Database) throws {
        if position == 0 {
            let insertion = try database.cachedStatement(
                sql: "INSERT OR IGNORE INTO run (id, position, state, date) VALUES (?, ?, ?, ?)")
            try insertion.execute(arguments: [
                run.rawValue, bodies.count, state.rawValue, opening?.timeIntervalSince1970 ?? 0,
            ])
        } else {
            let update = try database.cachedStatement(
                sql: "UPDATE run SET position = ?, state = ? WHERE id = ? AND position = ?")
            try update.execute(arguments: [position + bodies.count, state.rawValue, run.rawValue, position])
        }
        guard database.changesCount == 1 else {
            throw StoreError(
                .conflict, "Run \(run) is no longer at position \(position): another process has written to it.")
        }
        let insertion = try database.cachedStatement(
            sql: "INSERT INTO event (run, position, type, body) VALUES (?, ?, ?, ?)")
        for (offset, body) in bodies.enumerated() {
            try insertion.execute(arguments: [run.rawValue, position + offset + 1, body.type, body.json])
        }
    }
}
