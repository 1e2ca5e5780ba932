public import CouncilKit
import FoundationEssentials
public import Logging
import Synchronization

/// The hub of the server: opens runs, holds a bounded number of them at once, lets the others wait their turn, and
/// shows their events to any number of readers.
///
/// A run belongs to nobody's connection: it goes on when whoever asked for it is gone. ``run()`` has to be running.
public actor RunService {
    /// How far a run is here.
    enum Stage: Sendable, Hashable {
        case waiting, underWay
    }

    struct Entry {
        var owner: String
        var council: Council
        var feed: RunFeed
        var stage: Stage
        /// What is kept for the run of shared money.
        var place: (any RunLease)?
        var stop: AsyncStream<Void>.Continuation
        var isStopped = false
    }

    /// Who follows runs.
    private struct Readers {
        var count = 0
        /// Those of them that came by a link.
        var guests: [String: Int] = [:]
    }

    public nonisolated let store: any RunStore
    public nonisolated let councils: CouncilRoster
    public nonisolated let limits: ServiceLimits
    nonisolated let environment: RunEnvironment
    nonisolated let logger: Logger
    let observer: (@Sendable (Outcome) -> any RunObserver)?
    let jobs = AsyncStream<Run.ID>.makeStream()
    private let readers = Mutex(Readers())

    var entries: [Run.ID: Entry] = [:]
    var queue = FairQueue<String, Run.ID>()
    var underWay: [String: Int] = [:]
    var stopSignals: [Run.ID: AsyncStream<Void>] = [:]
    var idempotency = IdempotencyKeys()
    /// How many runs are being opened: they have their place in the queue already.
    var opening = 0
    private(set) var isEnding = false
    /// Whether runs of an earlier life have been taken up.
    public private(set) var isReady = false
    private var phaseWatchers: [CheckedContinuation<Void, Never>] = []
    var idleWatchers: [CheckedContinuation<Void, Never>] = []

    /// - Parameter observer: Makes what is told of the events of one run, given what was known of it before.
    public init(
        _ councils: CouncilRoster, store: any RunStore, limits: ServiceLimits = ServiceLimits(),
        environment: RunEnvironment = .live, logger: Logger = Logger(label: "council"),
        observer: (@Sendable (Outcome) -> any RunObserver)? = nil
    ) {
        self.councils = councils
        self.store = store
        self.limits = limits
        self.environment = environment
        self.logger = logger
        self.observer = observer
    }

    /// Follows a run from a position: its stored events, then those to come.
    /// - Parameter link: The link by which somebody without a key reads. Its places are bounded, and a quarter of all
    ///   is kept for the others.
    /// - Throws: ``ServiceError`` if the run is unknown or there are too many readers.
    public func subscribe(
        to run: Run.ID, after position: Int = 0, link: String? = nil
    ) async throws -> RunSubscription {
        try takePlace(link)
        return RunSubscription(run, after: position, in: store, feed: entries[run]?.feed) { [weak self] in
            self?.leavePlace(link)
        }
    }

    private nonisolated func takePlace(_ link: String?) throws(ServiceError) {
        let most = link == nil ? limits.readers : limits.readers * 3 / 4
        try readers.withLock { readers throws(ServiceError) in
            guard readers.count < most else {
                throw ServiceError(.tooMany, "\(most) readers follow runs already.", retryAfter: 10)
            }
            if let link {
                let guests = readers.guests[link] ?? 0
                guard guests < limits.readersPerLink else {
                    throw ServiceError(.tooMany, "\(guests) readers follow this link already.", retryAfter: 10)
                }
                readers.guests[link] = guests + 1
            }
            readers.count += 1
        }
    }

    private nonisolated func leavePlace(_ link: String?) {
        readers.withLock { readers in
            readers.count -= 1
            guard let link, let guests = readers.guests[link] else { return }
            readers.guests[link] = guests > 1 ? guests - 1 : nil
        }
    }

    /// How many runs are held, and how many wait.
    public var load: (underWay: Int, waiting: Int) { (underWay.values.reduce(0, +), queue.count) }

    /// How many readers follow runs.
    nonisolated var readerCount: Int { readers.withLock { $0.count } }

    func markReady() {
        isReady = true
        tellPhase()
    }

    func markEnding() {
        isEnding = true
        tellPhase()
    }

    /// Returns when the runs of an earlier life have been taken up.
    func ready() async { while !isReady { await withCheckedContinuation { phaseWatchers.append($0) } } }

    /// Returns when the service was told to end.
    func ending() async { while !isEnding { await withCheckedContinuation { phaseWatchers.append($0) } } }

    private func tellPhase() {
        for watcher in phaseWatchers { watcher.resume() }
        phaseWatchers = []
    }

    func stage(of run: Run.ID) -> Stage? { entries[run]?.stage }

    nonisolated func log(_ error: any Error, _ run: Run.ID, _ what: String = "broke off") {
        logger.error("run \(run) \(what): \(error)")
    }
}
