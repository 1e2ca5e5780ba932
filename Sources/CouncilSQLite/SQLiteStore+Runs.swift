public import CouncilKit
import GRDB

/// The list of runs, and what people note about them.
extension SQLiteStore {
    private struct Line: Sendable {
        var id: String
        var state: String
        var title: String?
        var isStopped: Bool
        var body: String

        init(_ row: Row) {
            id = row["id"]
            state = row["state"]
            title = row["title"]
            isStopped = row["stopped"]
            body = row["body"]
        }
    }

    public func runs(_ query: RunQuery) async throws -> [RunSummary] {
        let (condition, arguments) = Self.condition(of: query)
        let lines = try await read {
            try Row.fetchAll(
                $0,
                sql: """
                    SELECT run.id, run.state, run.title, run.stopped, event.body FROM run
                    JOIN event ON event.run = run.id AND event.position = 1
                    \(condition) ORDER BY run.date DESC, run.rowid DESC LIMIT ?
                    """,
                arguments: arguments + [query.limit]
            ).map(Line.init)
        }
        return try lines.compactMap { line in
            let event = try decode(line.body, of: Run.ID(rawValue: line.id))
            guard case .opened(let run) = event, let state = RunSummary.State(rawValue: line.state) else { return nil }
            return RunSummary(run: run, state: state, title: line.title, isStopped: line.isStopped)
        }
    }

    private static func condition(of query: RunQuery) -> (sql: String, arguments: StatementArguments) {
        var conditions: [String] = []
        var arguments = StatementArguments()
        func require(_ condition: String, _ values: StatementArguments) {
            conditions.append(condition)
            arguments += values
        }
        if let id = query.id { require("run.id = ?", [id.rawValue]) }
        if let state = query.state { require("run.state = ?", [state.rawValue]) }
        if let seed = query.seed { require("json_extract(event.body, '$.run.seed') = ?", [Int64(clamping: seed)]) }
        for (key, value) in query.origin {
            require(
                """
                EXISTS (SELECT 1 FROM json_each(event.body, '$.run.origin') AS entry
                        WHERE entry.key = ? AND entry.value = ?)
                """, [key, value])
        }
        if let text = query.text, !text.isEmpty {
            require(
                """
                (instr(lower(json_extract(event.body, '$.run.question')), lower(?)) > 0
                 OR instr(lower(coalesce(run.title, '')), lower(?)) > 0
                 OR substr(run.id, 1, length(?)) = ?)
                """, [text, text, text, text])
        }
        if let after = query.after?.rawValue {
            require("(run.date, run.rowid) < (SELECT date, rowid FROM run WHERE id = ?)", [after])
        }
        return (conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND "), arguments)
    }

    public func rename(_ run: Run.ID, to title: String?) async throws {
        try await change(run, "UPDATE run SET title = ? WHERE id = ?", [title, run.rawValue])
    }

    public func setStopped(_ isStopped: Bool, _ run: Run.ID) async throws {
        try await change(run, "UPDATE run SET stopped = ? WHERE id = ?", [isStopped, run.rawValue])
    }

    public func delete(_ run: Run.ID) async throws {
        try await change(run, "DELETE FROM run WHERE id = ?", [run.rawValue], removingEvents: true)
    }

    private func change(
        _ run: Run.ID, _ sql: String, _ arguments: StatementArguments, removingEvents: Bool = false
    ) async throws {
        do {
            try await database.write { database in
                if removingEvents {
                    try database.execute(sql: "DELETE FROM event WHERE run = ?", arguments: [run.rawValue])
                }
                try database.execute(sql: sql, arguments: arguments)
                guard database.changesCount == 1 else {
                    throw StoreError(.unknownRun, "There is no run \(run).")
                }
            }
        } catch let error as DatabaseError {
            throw StoreError(journal: path, error)
        }
    }
}
