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

    private struct State {
        var waiters: [Int: Waiter] = [:]
        var released: Set<Int> = []
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

    /// Runs a body that is cancelled when its time is up, or when the caller is cancelled.
    /// - Parameters:
    ///   - limit: How long the body may take.
    ///   - late: Turns what the body returned after its time was up into what counts; it may still be complete.
    /// - Returns: What the body returned.
    public func limit<Value: Sendable>(
        _ limit: Duration, late: (Value?) -> Value, _ body: @escaping @Sendable () async -> Value
    ) async -> Value {
        let number = draw()
        // The caller watches the time while a single child works: a task less for every call under way.
        return await withTaskGroup(of: Value.self) { group in
            group.addTask {
                defer { self.release(number) }
                return await body()
            }
            let isExpired = await wait(number, until: uptime() + limit)
            if isExpired { group.cancelAll() }
            let value = await group.next()
            forget(number)
            if let value, !isExpired { return value }
            return late(value)
        }
    }

    /// Waits for a while.
    /// - Returns: Whether the time has come; `false` if the task was cancelled before.
    public func pass(_ duration: Duration) async -> Bool {
        let number = draw()
        defer { forget(number) }
        return await wait(number, until: uptime() + duration)
    }

    private func draw() -> Int {
        state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
    }

    /// - Returns: Whether the deadline has come; `false` if the waiter was released or the task cancelled before.
    private func wait(_ number: Int, until deadline: Duration) async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let mustTick = state.withLock { state in
                    if state.released.remove(number) != nil {
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
            release(number)
        }
    }

    /// Lets a waiter go on before its time, be it already waiting or not yet.
    private func release(_ number: Int) {
        let waiter = state.withLock { state in
            let waiter = state.waiters.removeValue(forKey: number)
            if waiter == nil { state.released.insert(number) }
            return waiter
        }
        waiter?.continuation.resume(returning: false)
    }

    /// Drops what a release after the end of the wait left behind.
    private func forget(_ number: Int) {
        state.withLock { _ = $0.released.remove(number) }
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
