import Synchronization

/// How long models took of late until their replies began. Shared by all runs of a process.
public final class Latencies: Sendable {
    /// How many calls of a model are remembered.
    private static let capacity = 200
    /// How many calls have to be known before a percentile means anything.
    private static let leastCount = 20

    /// Replies in pieces and replies in one part are kept apart: the end of these is the beginning of none of those.
    private struct Kind: Hashable {
        var model: String
        var isWhole: Bool
    }

    private let seconds = Mutex<[Kind: [Double]]>([:])

    public init() {}

    /// Notes the seconds to the first piece of a reply, or to its end if it came in one part.
    public func note(_ time: Double, of model: String, isWhole: Bool = false) {
        let kind = Kind(model: model, isWhole: isWhole)
        seconds.withLock { seconds in
            seconds[kind, default: []].append(time)
            if seconds[kind, default: []].count > Self.capacity { seconds[kind]?.removeFirst() }
        }
    }

    /// Notes how long a reply took.
    func note(_ timing: Reply.Timing, of model: String) {
        note(timing.firstPiece ?? timing.total, of: model, isWhole: timing.firstPiece == nil)
    }

    /// Notes the answers of an earlier run, oldest run first, so that a new process need not begin from nothing.
    public func note(_ outcome: Outcome) {
        for (seat, reply) in outcome.answers {
            guard let timing = reply.timing, let run = outcome.run, run.seats.indices.contains(seat) else { continue }
            note(timing, of: reply.answeredBy ?? run.seats[seat])
        }
    }

    /// The time in seconds within which 95 of 100 replies of a model began, or were there if they come in one part;
    /// `nil` if too little is known.
    public func percentile95(of model: String, isWhole: Bool = false) -> Double? {
        let known = seconds.withLock { $0[Kind(model: model, isWhole: isWhole)] ?? [] }
        guard known.count >= Self.leastCount else { return nil }
        // The nearest rank: the smallest value that is not below 95 % of all.
        return known.sorted()[(known.count * 95 + 99) / 100 - 1]
    }
}
