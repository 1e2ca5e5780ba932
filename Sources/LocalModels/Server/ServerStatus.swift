import CouncilProviders
import Synchronization

/// What is known of the running server, and whoever waits for it.
final class ServerStatus: Sendable {
    /// One life of the server: from its first answer to its death.
    struct Life: Sendable {
        /// Counts up.
        var number: Int
        var endpoint: OpenAIEndpoint
    }

    private enum Phase {
        case down
        case up(Life)
        case over(LocalModelError)
    }

    private struct Waiter {
        var ticket: Int
        var after: Int
        var continuation: CheckedContinuation<Life, any Error>
    }

    private struct State {
        var phase = Phase.down
        var nextTicket = 0
        var waiters: [Waiter] = []

        /// What can be said at once to one who wants a life later than the one of that number.
        func answer(after number: Int) -> Result<Life, any Error>? {
            switch phase {
            case .up(let life) where life.number > number: .success(life)
            case .over(let error): .failure(error)
            default: nil
            }
        }
    }

    private let state = Mutex(State())

    /// The server answers.
    func rise(_ life: Life) { enter(.up(life)) }

    /// The server has died and is being started again.
    func fall() { enter(.down) }

    /// There will be no server any more.
    func end(_ error: LocalModelError) { enter(.over(error)) }

    private func enter(_ phase: Phase) {
        let answers = state.withLock { state -> [(Waiter, Result<Life, any Error>)] in
            state.phase = phase
            let waiters = state.waiters
            state.waiters = waiters.filter { state.answer(after: $0.after) == nil }
            return waiters.compactMap { waiter in state.answer(after: waiter.after).map { (waiter, $0) } }
        }
        for (waiter, answer) in answers { waiter.continuation.resume(with: answer) }
    }

    /// A life of the server later than the one of that number; waits for it.
    /// - Throws: The ``LocalModelError`` that ended it all, or `CancellationError`.
    func life(after number: Int = 0) async throws -> Life {
        let ticket = state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let answer = state.withLock { state -> Result<Life, any Error>? in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if let answer = state.answer(after: number) { return answer }
                    state.waiters.append(Waiter(ticket: ticket, after: number, continuation: continuation))
                    return nil
                }
                if let answer { continuation.resume(with: answer) }
            }
        } onCancel: {
            let waiter = state.withLock { state -> Waiter? in
                guard let index = state.waiters.firstIndex(where: { $0.ticket == ticket }) else { return nil }
                return state.waiters.remove(at: index)
            }
            waiter?.continuation.resume(throwing: CancellationError())
        }
    }
}
