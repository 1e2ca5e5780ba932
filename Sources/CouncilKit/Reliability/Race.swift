import Synchronization

/// A race between two requests: whoever brings the first piece of a reply has won, and the other one is given up.
final class Race: Sendable {
    private struct State {
        var winner: Int?
        var hasSecond = false
        var limit: TimeLimit?
    }

    private let state = Mutex(State())
    private let losses = [AsyncStream<Never>.makeStream(), AsyncStream<Never>.makeStream()]

    /// Whether a runner may go on: it has won, or nobody had before it.
    /// - Parameter runner: 0 or 1.
    func claim(_ runner: Int) -> Bool {
        let (isWinner, isNew) = state.withLock { state in
            let isNew = state.winner == nil
            state.winner = state.winner ?? runner
            return (state.winner == runner, isNew)
        }
        if isNew { losses[1 - runner].continuation.finish() }
        return isWinner
    }

    /// Whether a runner has won.
    func isWon(by runner: Int) -> Bool { state.withLock { $0.winner == runner } }

    /// Lets the second runner start, unless the first one has won already.
    func start() -> Bool {
        state.withLock { state in
            state.hasSecond = state.winner == nil
            return state.hasSecond
        }
    }

    /// Takes the second runner out before it has run.
    func withdraw() { state.withLock { $0.hasSecond = false } }

    /// Takes note of the time limit of the first request.
    func follow(_ limit: TimeLimit?) { state.withLock { $0.limit = limit } }

    /// The time limit of the first request, which knows how long that has waited for its turn.
    var limit: TimeLimit? { state.withLock { $0.limit } }

    /// Whether there are two runners.
    var hasSecond: Bool { state.withLock { $0.hasSecond } }

    /// Returns when the other runner has won, or the task is cancelled.
    func loss(of runner: Int) async {
        for await _ in losses[runner].stream {}
    }
}
