import Synchronization

/// How long models took of late until their replies began. Shared by all runs of a process.
public final class Latencies: Sendable {
    /// How many calls of a model are remembered.
    private static let capacity = 200
    /// How many calls have to be known before a percentile means anything.
    private static let leastCount = 20

    private let seconds = Mutex<[String: [Double]]>([:])

    public init() {}

    /// Notes the time to the first piece of a reply.
    public func note(_ time: Double, of model: String) {
        seconds.withLock { seconds in
            seconds[model, default: []].append(time)
            if seconds[model, default: []].count > Self.capacity { seconds[model]?.removeFirst() }
        }
    }

    /// Notes the answers of an earlier run, oldest run first, so that a new process need not begin from nothing.
    public func note(_ outcome: Outcome) {
        for (seat, reply) in outcome.answers {
            guard let timing = reply.timing, let run = outcome.run, run.seats.indices.contains(seat) else { continue }
            note(timing.firstPiece ?? timing.total, of: reply.answeredBy ?? run.seats[seat])
        }
    }

    /// The time in seconds within which 95 of 100 replies of a model began; `nil` if too little is known.
    public func percentile95(of model: String) -> Double? {
        let known = seconds.withLock { $0[model] ?? [] }
        guard known.count >= Self.leastCount else { return nil }
        // The nearest rank: the smallest value that is not below 95 % of all.
        return known.sorted()[(known.count * 95 + 99) / 100 - 1]
    }
}
