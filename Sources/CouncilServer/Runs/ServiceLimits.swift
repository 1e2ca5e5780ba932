/// The bounds of the service: what comes over them is refused in words, never piled up.
public struct ServiceLimits: Sendable, Hashable {
    /// How many runs are held at once.
    public var runsUnderWay: Int
    /// How many more may wait.
    public var runsWaiting: Int
    /// How many of these may be of one key.
    public var runsWaitingPerKey: Int
    /// How many events a reader may be behind before it is served from the store again.
    public var bufferedEvents: Int
    /// How many readers may follow runs at once.
    public var readers: Int
    /// How many of these may be guests of one link.
    public var readersPerLink: Int
    /// The time between two signs of life in a stream in which nothing happens.
    public var heartbeat: Duration
    /// How long runs may go on when the server is told to end, before they are parked.
    public var grace: Duration

    public init(
        runsUnderWay: Int = 32, runsWaiting: Int = 256, runsWaitingPerKey: Int = 64, bufferedEvents: Int = 256,
        readers: Int = 4096, readersPerLink: Int = 64, heartbeat: Duration = .seconds(15),
        grace: Duration = .seconds(10)
    ) {
        self.runsUnderWay = runsUnderWay
        self.runsWaiting = runsWaiting
        self.runsWaitingPerKey = runsWaitingPerKey
        self.bufferedEvents = bufferedEvents
        self.readers = readers
        self.readersPerLink = readersPerLink
        self.heartbeat = heartbeat
        self.grace = grace
    }
}
