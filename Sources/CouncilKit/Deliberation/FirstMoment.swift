import Synchronization

/// The first of many moments: when the first piece of a reply came.
public final class FirstMoment: Sendable {
    private let first = Mutex<Duration?>(nil)

    public init() {}

    /// The first moment that was marked, if any.
    public var moment: Duration? { first.withLock { $0 } }

    /// Marks a moment; only the first one counts.
    /// - Returns: Whether this was the first.
    @discardableResult
    public func mark(_ moment: Duration) -> Bool {
        first.withLock { first in
            guard first == nil else { return false }
            first = moment
            return true
        }
    }
}
