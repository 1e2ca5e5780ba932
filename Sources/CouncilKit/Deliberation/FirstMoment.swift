import Synchronization

/// The first of many moments: when the first piece of a reply came.
public final class FirstMoment: Sendable {
    private let first = Mutex<Duration?>(nil)

    public init() {}

    /// The first moment that was marked, if any.
    public var moment: Duration? { first.withLock { $0 } }

    /// Marks a moment; only the first one counts.
    public func mark(_ moment: Duration) {
        first.withLock { if $0 == nil { $0 = moment } }
    }
}
