import Synchronization

/// What is left of a request's time limit when the limit itself is gone.
final class RequestWatch: Sendable {
    private struct State {
        var comesWhole = false
        var silence = Duration.zero
    }

    private let state = Mutex(State())

    /// Whether the reply was known to come in one part.
    var comesWhole: Bool { state.withLock { $0.comesWhole } }

    /// How long the request was under way, without the time it waited for its turn.
    var silence: Duration { state.withLock { $0.silence } }

    /// Notes how things stand when the request ends.
    func note(_ limit: TimeLimit?, silence: Duration) {
        let comesWhole = limit?.comesWhole ?? false
        state.withLock { $0 = State(comesWhole: comesWhole, silence: silence) }
    }
}
