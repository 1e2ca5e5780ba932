import CouncilKit
import FoundationEssentials
import GRDB

/// The tables of the journal and how they came to be.
enum Schema {
    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { database in
            try database.execute(
                sql: """
                    CREATE TABLE run (
                        id TEXT PRIMARY KEY,
                        position INTEGER NOT NULL,
                        state TEXT NOT NULL,
                        date REAL NOT NULL
                    );
                    CREATE INDEX run_by_date ON run (date);
                    CREATE TABLE event (
                        run TEXT NOT NULL REFERENCES run (id),
                        position INTEGER NOT NULL,
                        type TEXT NOT NULL,
                        body TEXT NOT NULL,
                        PRIMARY KEY (run, position)
                    ) WITHOUT ROWID;
                    """)
        }
        migrator.registerMigration("2") { database in
            try database.execute(
                sql: """
                    ALTER TABLE run ADD COLUMN title TEXT;
                    ALTER TABLE run ADD COLUMN stopped INTEGER NOT NULL DEFAULT 0;
                    """)
        }
        // Events go to the end of the table in the order of their coming, and only a small index is sorted by runs. Sorted
        // themselves, those of runs under way lie apart: every one of them split pages, and what is longer than a quarter
        // of a page got pages of its own.
        migrator.registerMigration("3") { database in
            try database.execute(
                sql: """
                    CREATE TABLE event_in_order (
                        run TEXT NOT NULL REFERENCES run (id),
                        position INTEGER NOT NULL,
                        type TEXT NOT NULL,
                        body TEXT NOT NULL,
                        PRIMARY KEY (run, position)
                    );
                    INSERT INTO event_in_order SELECT run, position, type, body FROM event ORDER BY run, position;
                    DROP TABLE event;
                    ALTER TABLE event_in_order RENAME TO event;
                    """)
        }
        return migrator
    }

    static func prepare(_ database: DatabasePool) throws {
        if try database.read(migrator.hasBeenSuperseded) {
            throw StoreError(.unavailable, "it was written by a newer version of council; update this one")
        }
        do {
            try migrator.migrate(database)
        } catch let error as DatabaseError where error.resultCode != .SQLITE_FULL {
            // Another process that opened the journal at the same moment may have made the tables first.
            try migrator.migrate(database)
        }
    }
}

extension StoreError {
    /// What went wrong with the journal's files, and what the user can do.
    init(journal path: String, _ error: any Error) {
        let advice =
            switch (error as? DatabaseError)?.resultCode {
            case .SQLITE_FULL?: " The disk is full: free some space, then ask again or `council resume` the run."
            case .SQLITE_READONLY?, .SQLITE_CANTOPEN?, .SQLITE_PERM?:
                " Check that the file and its folder are yours, or name another with --store."
            case .SQLITE_BUSY?: " Another process keeps it locked; try again when that one is done."
            case .SQLITE_NOTADB?, .SQLITE_CORRUPT?: " The file is damaged: move it away or name another with --store."
            default: ""
            }
        // Files come from Foundation only where the folder is made.
        let reason = error is CocoaError ? "its folder cannot be made. Name another with --store" : "\(error)"
        self.init(.unavailable, "The journal \(path) cannot be used: \(reason).\(advice)")
    }
}
