import Synchronization

/// Many time limits on one timer.
///
/// A sleeping task keeps its timer and its memory until the time has come, even if it is cancelled long before. Calls
/// rarely reach their limits, so all of them wait here, and a single timer looks after them while there are any, at
/// least once a second. A limit is therefore kept to the second.
public final class Deadlines: Sendable {
    private struct Waiter {
        var deadline: Duration
        var continuation: CheckedContinuation<Bool, Never>
    }

    private enum End<Value: Sendable> {
        case returned(Value)
        case expired
        case cancelled
    }

    private struct State {
        var waiters: [Int: Waiter] = [:]
        var cancelled: Set<Int> = []
        var lastNumber = 0
        var isTicking = false
    }

    /// Deadlines on the real clock.
    public static let live = RunEnvironment.live.deadlines

    private let uptime: @Sendable () -> Duration
    private let sleep: @Sendable (Duration) async throws -> Void
    private let state = Mutex(State())

    init(uptime: @escaping @Sendable () -> Duration, sleep: @escaping @Sendable (Duration) async throws -> Void) {
        self.uptime = uptime
        self.sleep = sleep
    }

    /// Runs a body that is cancelled when its time is up.
    /// - Returns: What the body returned; `nil` if its time was up first. When the caller is cancelled, so is the body,
    ///   and what it then returns counts.
    public func limit<Value: Sendable>(
        _ limit: Duration, _ body: @escaping @Sendable () async -> Value
    ) async -> Value? {
        await withTaskGroup(of: End<Value>.self) { group in
            group.addTask { .returned(await body()) }
            group.addTask { await self.pass(limit) ? .expired : .cancelled }
            defer { group.cancelAll() }
            for await end in group {
                switch end {
                case .returned(let value): return value
                case .expired: return nil
                case .cancelled: continue
                }
            }
            return nil
        }
    }

    /// Waits for a while.
    /// - Returns: Whether the time has come; `false` if the task was cancelled before.
    public func pass(_ duration: Duration) async -> Bool {
        let deadline = uptime() + duration
        let number = state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let mustTick = state.withLock { state in
                    if state.cancelled.remove(number) != nil {
                        continuation.resume(returning: false)
                        return false
                    }
                    state.waiters[number] = Waiter(deadline: deadline, continuation: continuation)
                    defer { state.isTicking = true }
                    return !state.isTicking
                }
                if mustTick { Task { await tick() } }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                let waiter = state.waiters.removeValue(forKey: number)
                if waiter == nil { state.cancelled.insert(number) }
                return waiter
            }
            waiter?.continuation.resume(returning: false)
        }
    }

    /// Looks after the waiters until there are none.
    private func tick() async {
        while let pause = wakeAndPlan() {
            try? await sleep(pause)
        }
    }

    /// Wakes those whose time has come.
    /// - Returns: How long to sleep; `nil` if nobody waits.
    private func wakeAndPlan() -> Duration? {
        let now = uptime()
        let (woken, pause) = state.withLock { state -> ([Waiter], Duration?) in
            let due = state.waiters.filter { $0.value.deadline <= now }
            for number in due.keys { state.waiters[number] = nil }
            guard let next = state.waiters.values.map(\.deadline).min() else {
                state.isTicking = false
                return (Array(due.values), nil)
            }
            return (Array(due.values), min(next - now, .seconds(1)))
        }
        for waiter in woken { waiter.continuation.resume(returning: true) }
        return pause
    }
}
