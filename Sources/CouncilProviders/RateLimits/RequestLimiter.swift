import Synchronization

/// Lets only so many requests be under way at once; the others wait in the order in which they came.
final class RequestLimiter: Sendable {
    /// How a wait in the line ends.
    enum Turn: Sendable {
        /// The place is taken.
        case inside
        /// It has taken long; the ticket keeps its place in the line.
        case stillWaiting
        /// The task was cancelled; the ticket is void.
        case cancelled
    }

    private struct State {
        var free: Int
        var nextTicket = 0
        /// The tickets in the line.
        var line: [Int] = []
        var waiters: [Int: CheckedContinuation<Turn, Never>] = [:]
        /// Whose turn has come while they were not waiting.
        var called: Set<Int> = []
    }

    private let limit: Int
    private let state: Mutex<State>

    /// - Parameter limit: The most requests at once; less than 1 counts as 1.
    init(limit: Int) {
        self.limit = max(1, limit)
        state = Mutex(State(free: self.limit))
    }

    /// How many places are taken.
    var taken: Int { state.withLock { limit - $0.free } }

    /// Takes a place. Every place that was taken must be left again.
    /// - Returns: A ticket for the line if there is no place.
    func enter() -> Int? {
        state.withLock { state in
            if state.free > 0 {
                state.free -= 1
                return nil
            }
            state.nextTicket += 1
            state.line.append(state.nextTicket)
            return state.nextTicket
        }
    }

    /// Waits in the line.
    func wait(with ticket: Int) async -> Turn {
        await withTaskCancellationHandler {
            await withCheckedContinuation { (waiter: CheckedContinuation<Turn, Never>) in
                let turn: Turn? = state.withLock { state in
                    if state.called.remove(ticket) != nil { return .inside }
                    if Task.isCancelled {
                        state.line.removeAll { $0 == ticket }
                        return .cancelled
                    }
                    state.waiters[ticket] = waiter
                    return nil
                }
                if let turn { waiter.resume(returning: turn) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                let waiter = state.waiters.removeValue(forKey: ticket)
                if waiter != nil { state.line.removeAll { $0 == ticket } }
                return waiter
            }
            waiter?.resume(returning: .cancelled)
        }
    }

    /// Tells a waiter that it has waited long.
    func remind(_ ticket: Int) {
        let waiter = state.withLock { $0.waiters.removeValue(forKey: ticket) }
        waiter?.resume(returning: .stillWaiting)
    }

    /// Gives up a place in the line.
    func leaveLine(_ ticket: Int) {
        let wasCalled = state.withLock { state in
            state.line.removeAll { $0 == ticket }
            return state.called.remove(ticket) != nil
        }
        if wasCalled { leave() }
    }

    /// Leaves a place to whoever has waited longest.
    func leave() {
        let next = state.withLock { state -> CheckedContinuation<Turn, Never>? in
            guard !state.line.isEmpty else {
                state.free += 1
                return nil
            }
            let ticket = state.line.removeFirst()
            if let waiter = state.waiters.removeValue(forKey: ticket) { return waiter }
            state.called.insert(ticket)
            return nil
        }
        next?.resume(returning: .inside)
    }
}
