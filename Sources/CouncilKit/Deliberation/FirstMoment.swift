import Synchronization

/// The first of many moments.
final class FirstMoment: Sendable {
    private let first = Mutex<Duration?>(nil)

    var moment: Duration? { first.withLock { $0 } }

    func mark(_ moment: Duration) {
        first.withLock { if $0 == nil { $0 = moment } }
    }
}
