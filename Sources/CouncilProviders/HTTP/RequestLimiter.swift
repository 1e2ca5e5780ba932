import Synchronization

/// Lets only so many requests be under way at once; the others wait in the order in which they came.
final class RequestLimiter: Sendable {
    private struct State {
        var free: Int
        var nextTicket = 0
        var line: [(ticket: Int, waiter: CheckedContinuation<Bool, Never>)] = []
    }

    private let state: Mutex<State>

    /// - Parameter limit: The most requests at once; less than 1 counts as 1.
    init(limit: Int) { state = Mutex(State(free: max(1, limit))) }

    /// Waits for a place. Every place that was taken must be left again.
    /// - Throws: `CancellationError` when the task is cancelled; then no place was taken.
    func enter() async throws(CancellationError) {
        let ticket = state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        let isInside = await withTaskCancellationHandler {
            await withCheckedContinuation { (waiter: CheckedContinuation<Bool, Never>) in
                let answer: Bool? = state.withLock { state in
                    if Task.isCancelled { return false }
                    if state.free > 0 {
                        state.free -= 1
                        return true
                    }
                    state.line.append((ticket, waiter))
                    return nil
                }
                if let answer { waiter.resume(returning: answer) }
            }
        } onCancel: {
            let waiter = state.withLock { state -> CheckedContinuation<Bool, Never>? in
                guard let index = state.line.firstIndex(where: { $0.ticket == ticket }) else { return nil }
                return state.line.remove(at: index).waiter
            }
            waiter?.resume(returning: false)
        }
        guard isInside else { throw CancellationError() }
    }

    /// Leaves a place to whoever has waited longest.
    func leave() {
        let next = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            guard state.line.isEmpty else { return state.line.removeFirst().waiter }
            state.free += 1
            return nil
        }
        next?.resume(returning: true)
    }
}
