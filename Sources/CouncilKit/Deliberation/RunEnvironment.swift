public import FoundationEssentials

/// Time and chance as a run sees them: injected, so that tests decide both.
public struct RunEnvironment: Sendable {
    /// The date of now, in whole seconds: the JSON form of events has no finer ones.
    public var now: @Sendable () -> Date
    /// Time since some fixed moment, never running backwards.
    public var uptime: @Sendable () -> Duration
    /// Suspends for a while; throws `CancellationError` when the task is cancelled.
    public var sleep: @Sendable (Duration) async throws -> Void
    /// The time limits of calls.
    public let deadlines: Deadlines
    /// Which endpoints are not asked for the time being.
    public internal(set) var circuitBreakers: CircuitBreakers
    /// How fast models were of late.
    public let latencies = Latencies()
    /// What concluded runs have cost.
    public let spending = SpendingMemory()
    /// A new random number, the seed of a run.
    public var randomNumber: @Sendable () -> UInt64

    /// - Parameters:
    ///   - clock: Measures calls and their time limits.
    ///   - now: Dates runs.
    ///   - randomNumber: Seeds and names runs.
    public init(
        clock: some Clock<Duration>,
        now: @escaping @Sendable () -> Date = { Date() },
        randomNumber: @escaping @Sendable () -> UInt64 = { UInt64.random(in: .min ... .max) }
    ) {
        let origin = clock.now
        self.now = { Date(timeIntervalSince1970: now().timeIntervalSince1970.rounded(.down)) }
        let uptime: @Sendable () -> Duration = { origin.duration(to: clock.now) }
        let sleep: @Sendable (Duration) async throws -> Void = { try await clock.sleep(for: $0) }
        self.uptime = uptime
        self.sleep = sleep
        deadlines = Deadlines(uptime: uptime, sleep: sleep)
        circuitBreakers = CircuitBreakers(uptime: uptime)
        self.randomNumber = randomNumber
    }

    /// The real clock and the system's randomness.
    public static let live = RunEnvironment(clock: ContinuousClock())
}

extension Duration {
    /// The duration in seconds.
    public var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
