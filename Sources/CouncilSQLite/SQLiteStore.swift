public import CouncilKit
import FoundationEssentials
import GRDB
import Glibc
import Synchronization

/// The journal of one machine: an SQLite database in write-ahead mode.
///
/// What is appended is on the disk, synchronised, before that is said. Appends that come while one is being
/// written are written together in the next transaction, so many runs at once share the cost of synchronising.
/// The right to write to a run is a lock of the operating system: it ends with the process, however it ends.
public final class SQLiteStore: OrderedRunStore {
    private struct Pending: Sendable {
        var addition: Addition
        var whenKept: @Sendable ((any Error)?) -> Void
    }

    /// The path of the database file.
    public let path: String
    let database: DatabasePool
    private let locks: RunLocks
    private let pending = Mutex<[Pending]>([])
    /// How many appends the last commit wrote.
    private let lastBatch = Atomic<Int>(0)
    private let memory = StrengthsMemory()

    /// Opens the journal, creating it and its folder (readable by the owner only) if need be.
    /// - Parameter path: The path of the database file.
    /// - Throws: ``StoreError`` with code ``StoreError/Code/unavailable``: what is wrong with the file and what to do.
    public init(path: String) throws(StoreError) {
        self.path = path
        do {
            let folder = URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false)
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            var configuration = Configuration()
            configuration.label = "journal"
            configuration.maximumReaderCount = 2
            configuration.busyMode = .timeout(10)
            // Events are written once and rarely read: a large page cache would only take memory.
            configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cache_size = -256") }
            // SQLite gives its other files the mode of this one.
            close(open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600))
            database = try DatabasePool(path: path, configuration: configuration)
            try Self.synchroniseEveryCommit(of: database)
            try Schema.prepare(database)
        } catch {
            throw StoreError(journal: path, error)
        }
        locks = RunLocks(path: path + ".lock")
    }

    /// GRDB's pool relaxes this on its own; a commit must be on the disk before anyone is shown what it holds.
    private static func synchroniseEveryCommit(of database: DatabasePool) throws {
        let mode = try database.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
            return try Int.fetchOne(database, sql: "PRAGMA synchronous")
        }
        guard mode == 2 else {
            throw StoreError(.unavailable, "it cannot be synchronised at every commit (mode \(mode ?? -1))")
        }
    }

    public func acquire(_ run: Run.ID) async throws -> any RunLease {
        try locks.acquire(run)
    }

    public func isHeld(_ run: Run.ID) async throws -> Bool { try locks.isHeld(run) }

    public func append(
        _ events: [CouncilEvent], to run: Run.ID, after position: Int,
        whenKept: @escaping @Sendable ((any Error)?) -> Void
    ) {
        guard !events.isEmpty else { return whenKept(nil) }
        let addition: Addition
        do { addition = try Addition(events, to: run, after: position) } catch { return whenKept(error) }
        let isFirst = pending.withLock { pending in
            pending.append(Pending(addition: addition, whenKept: whenKept))
            return pending.count == 1
        }
        // Not `write`: that one gives up when the task is cancelled, but what was paid for must be kept.
        if isFirst { database.asyncWriteWithoutTransaction { [self] in commit(in: $0) } }
    }

    /// Microseconds between two looks at who has joined a commit, and how often it looks at most.
    private static let (glance, glances) = (UInt32(3000), 4)
    /// Microseconds that a commit waits behind the first look where the runs are not in step.
    private static let patience = UInt32(97_000)
    /// How many runs have to be under way for a commit to wait.
    private static let crowd = 20

    /// What the next commit writes. With many runs under way it waits for others to join it: then synchronising the disk,
    /// and waking all that wait for it, would be a third of what a run costs here.
    ///
    /// Runs in step come together, and the commit waits for as long as more keep coming; runs that are spread come one
    /// by one, so that it waits once, for longer: they go on meanwhile, but for where they begin and end.
    private func nextBatch() -> [Pending] {
        if let runs = locks.underWay, runs > Self.crowd { waitForOthers(among: runs) }
        let batch = pending.withLock { pending in
            defer { pending = [] }
            return pending
        }
        lastBatch.store(batch.count, ordering: .relaxed)
        return batch
    }

    private func waitForOthers(among runs: Int) {
        usleep(Self.glance)
        var count = pending.withLock(\.count)
        guard 2 * max(count, lastBatch.load(ordering: .relaxed)) >= runs else {
            usleep(Self.patience)
            return
        }
        for _ in 1..<Self.glances {
            usleep(Self.glance)
            let joined = pending.withLock(\.count)
            if joined == count { return }
            count = joined
        }
    }

    /// Writes everything that is waiting in one transaction.
    private func commit(in database: Database) {
        let batch = nextBatch()
        // One right behind the other, before the transaction begins: what has just been done is done faster.
        let rows = batch.map { waiting in Result { try waiting.addition.rows() } }
        do {
            var outcomes: [(any Error)?] = []
            try database.inTransaction(.immediate) {
                // A conflict is found before anything is written, so it leaves the others' additions whole.
                for (waiting, rows) in zip(batch, rows) {
                    switch rows {
                    case .failure(let error): outcomes.append(error)
                    case .success(let rows):
                        do {
                            try waiting.addition.write(rows, to: database)
                            outcomes.append(nil)
                        } catch let error as StoreError {
                            outcomes.append(error)
                        }
                    }
                }
                return .commit
            }
            for (waiting, outcome) in zip(batch, outcomes) { waiting.whenKept(outcome) }
        } catch {
            for waiting in batch { waiting.whenKept(StoreError(journal: path, error)) }
        }
    }

    public func events(of run: Run.ID, after position: Int) async throws -> [CouncilEvent] {
        let rows = try await read {
            try String.fetchAll(
                $0, sql: "SELECT body FROM event WHERE run = ? AND position > ? ORDER BY position",
                arguments: [run.rawValue, position])
        }
        return try rows.map { try decode($0, of: run) }
    }

    public func strengths(of models: [String], limit: Int) async throws -> Strengths {
        try await memory.strengths(limit: limit) { try await self.readStrengths(limit: limit) }
    }

    public func runs(named prefix: String) async throws -> [Run.ID] {
        try await read {
            try String.fetchAll(
                $0, sql: "SELECT id FROM run WHERE substr(id, 1, length(?1)) = ?1 ORDER BY id", arguments: [prefix])
        }.map(Run.ID.init(rawValue:))
    }

    func read<Value: Sendable>(_ body: @Sendable @escaping (Database) throws -> Value) async throws -> Value {
        do {
            return try await database.read(body)
        } catch let error as DatabaseError {
            throw StoreError(journal: path, error)
        }
    }

    func decode(_ body: String, of run: Run.ID) throws -> CouncilEvent {
        do {
            return try JSONDecoder.events.decode(CouncilEvent.self, from: Data(body.utf8))
        } catch {
            throw StoreError(.unavailable, "\(path): an event of run \(run) cannot be read: \(error)")
        }
    }
}
