import CouncilKit
import FoundationEssentials
import GRDB

/// Events on their way into the database.
struct Addition: Sendable {
    /// An event in the form in which it is stored.
    struct Row: Sendable {
        fileprivate var type: String
        fileprivate var body: String
    }

    private let run: Run.ID
    private let position: Int
    private let events: [CouncilEvent]
    private let readyRows: [Row]?

    /// - Throws: As ``rows()``.
    init(_ events: [CouncilEvent], to run: Run.ID, after position: Int) throws {
        self.run = run
        self.position = position
        self.events = events
        // Attachments may be megabytes, for which no other run's commit shall wait.
        if case .opened(let run)? = events.first, run.attachments != nil {
            readyRows = try Self.rows(of: events)
        } else {
            readyRows = nil
        }
    }

    private var opening: Date? { if case .opened(let run)? = events.first { run.date } else { nil } }

    private var state: RunSummary.State {
        switch events.last {
        case .concluded: .concluded
        case .unanswered: .unanswered
        default: .unfinished
        }
    }

    /// - Throws: `EncodingError` if a number has no form in JSON.
    func rows() throws -> [Row] { try readyRows ?? Self.rows(of: events) }

    private static func rows(of events: [CouncilEvent]) throws -> [Row] {
        try events.map { Row(type: $0.type, body: try JSONText(encoding: $0).string) }
    }

    /// Writes the events if the run is still where the writer believes it to be.
    func write(_ rows: [Row], to database: Database) throws {
        if position == 0 {
            let insertion = try database.cachedStatement(
                sql: "INSERT OR IGNORE INTO run (id, position, state, date) VALUES (?, ?, ?, ?)")
            try insertion.execute(arguments: [
                run.rawValue, rows.count, state.rawValue, opening?.timeIntervalSince1970 ?? 0,
            ])
        } else {
            let update = try database.cachedStatement(
                sql: "UPDATE run SET position = ?, state = ? WHERE id = ? AND position = ?")
            try update.execute(arguments: [position + rows.count, state.rawValue, run.rawValue, position])
        }
        guard database.changesCount == 1 else {
            throw StoreError(
                .conflict, "Run \(run) is no longer at position \(position): another process has written to it.")
        }
        let insertion = try database.cachedStatement(
            sql: "INSERT INTO event (run, position, type, body) VALUES (?, ?, ?, ?)")
        for (offset, row) in rows.enumerated() {
            try insertion.execute(arguments: [run.rawValue, position + offset + 1, row.type, row.body])
        }
    }
}
