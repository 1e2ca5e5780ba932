/// Where runs are kept: the journal of events, in order, one writer at a time.
///
/// A store never loses what it has accepted: ``append(_:to:after:)`` returns once the events are durable.
public protocol RunStore: Sendable {
    /// Takes the right to write to a run, opening it if it is new.
    /// - Throws: ``StoreError`` with code ``StoreError/Code/held`` if someone else has it; the message says who.
    func acquire(_ run: Run.ID) async throws -> any RunLease

    /// Whether somebody has the right to write to a run at this moment.
    func isHeld(_ run: Run.ID) async throws -> Bool

    /// Adds events to the end of a run and makes them durable.
    ///
    /// Compare-and-set: nothing is written unless the run's last position is `position`, which fences off a writer
    /// that lost its lease.
    /// - Parameters:
    ///   - events: Lasting events.
    ///   - position: The position of the run's last event as the writer knows it; 0 for a new run.
    /// - Throws: ``StoreError`` with code ``StoreError/Code/conflict`` if the run has moved on.
    func append(_ events: [CouncilEvent], to run: Run.ID, after position: Int) async throws

    /// The stored events of a run after a position, in order; none if the run is unknown.
    func events(of run: Run.ID, after position: Int) async throws -> [CouncilEvent]

    /// The runs that are looked for, the newest first; of runs with the same date the one that was opened last.
    func runs(_ query: RunQuery) async throws -> [RunSummary]

    /// The runs whose name begins with the text.
    func runs(named prefix: String) async throws -> [Run.ID]

    /// What the newest runs say of models' strength. A store may give what it found a short while ago: it changes
    /// slowly and takes reading many runs.
    /// - Parameters:
    ///   - models: The models that matter; the answer may hold others.
    ///   - limit: At most so many runs are looked at.
    func strengths(of models: [String], limit: Int) async throws -> Strengths

    /// Gives a run a title, or takes it away.
    /// - Throws: ``StoreError`` with code ``StoreError/Code/unknownRun``.
    func rename(_ run: Run.ID, to title: String?) async throws

    /// Notes whether somebody has stopped a run, so that nothing takes it up again unasked.
    /// - Throws: ``StoreError`` with code ``StoreError/Code/unknownRun``.
    func setStopped(_ isStopped: Bool, _ run: Run.ID) async throws

    /// Removes a run and all its events. The caller holds its lease.
    /// - Throws: ``StoreError`` with code ``StoreError/Code/unknownRun``.
    func delete(_ run: Run.ID) async throws
}

/// A store that keeps appends in the order in which they are made, so that a writer need not wait for one before it makes
/// the next. To any other store a run makes one at a time.
public protocol OrderedRunStore: RunStore {
    /// Adds events to the end of a run, without waiting for them to be durable.
    /// - Parameters:
    ///   - events: Lasting events.
    ///   - position: The position of the run's last event when those that were appended before are there.
    ///   - whenKept: Called once, on any thread: with `nil` when the events are durable, else with what
    ///     ``RunStore/append(_:to:after:)`` would throw.
    func append(
        _ events: [CouncilEvent], to run: Run.ID, after position: Int,
        whenKept: @escaping @Sendable ((any Error)?) -> Void)
}

extension OrderedRunStore {
    public func append(_ events: [CouncilEvent], to run: Run.ID, after position: Int) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            append(events, to: run, after: position) { error in
                if let error { continuation.resume(throwing: error) } else { continuation.resume() }
            }
        }
    }
}

extension RunStore {
    /// The newest runs first.
    /// - Parameter limit: At most this many.
    public func runs(limit: Int) async throws -> [RunSummary] { try await runs(RunQuery(limit: limit)) }
}

/// The right to write to a run. It ends when it is released or when the process dies.
public protocol RunLease: Sendable {
    func release() async
}

/// A line in the list of runs.
public struct RunSummary: Sendable, Hashable, Codable, Identifiable {
    /// How far a run is.
    public enum State: String, Sendable, Hashable, Codable {
        /// Someone is working on it, or it was cut off and can be resumed.
        case unfinished
        case concluded
        case unanswered
    }

    public var run: Run
    public var state: State
    /// What somebody has called the run; `nil` for its question.
    public var title: String?
    /// Whether somebody has stopped the run.
    public var isStopped: Bool
    public var id: Run.ID { run.id }

    public init(run: Run, state: State, title: String? = nil, isStopped: Bool = false) {
        self.run = run
        self.state = state
        self.title = title
        self.isStopped = isStopped
    }
}

/// Why a store could not do what was asked.
public struct StoreError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of failure. An open set.
    public struct Code: RawRepresentable, Sendable, Hashable {
        public let rawValue: String

        public init(rawValue: String) { self.rawValue = rawValue }

        /// Someone else is writing to the run.
        public static let held = Code(rawValue: "held")
        /// The run has moved on since the writer last looked.
        public static let conflict = Code(rawValue: "conflict")
        /// No such run.
        public static let unknownRun = Code(rawValue: "unknown_run")
        /// The store's files cannot be read or written.
        public static let unavailable = Code(rawValue: "unavailable")
    }

    public var code: Code
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
