import Synchronization

/// Many time limits on one timer.
///
/// A sleeping task keeps its timer and its memory until the time has come, even if it is cancelled long before. Calls
/// rarely reach their limits, so all of them wait here, and a single timer looks after them while there are any, at
/// least once a second. A limit is therefore kept to the second.
public final class Deadlines: Sendable {
    private struct Entry {
        var deadline: Duration
        /// Since when the time stands still.
        var pausedSince: Duration?
        /// How long it has stood still before.
        var paused = Duration.zero
        /// What is added once the reply has begun, or is known to come in one part.
        var rest = Duration.zero
        var comesWhole = false
        var isOver = false
        var isReleased = false
        var continuation: CheckedContinuation<Bool, Never>?
    }

    private struct State {
        var entries: [Int: Entry] = [:]
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

    /// Runs a body that is cancelled when its time is up, or when the caller is cancelled. The body finds its limit in
    /// ``TimeLimit/current``.
    /// - Parameters:
    ///   - limit: How long the body may take.
    ///   - rest: How much more it may take once its reply has begun, or is known to come in one part.
    ///   - late: Turns what the body returned after its time was up into what counts; it may still be complete.
    /// - Returns: What the body returned.
    public func limit<Value: Sendable>(
        _ limit: Duration, rest: Duration = .zero, late: (Value?) -> Value,
        _ body: @escaping @Sendable () async -> Value
    ) async -> Value {
        let number = draw(limit, rest: rest)
        defer { forget(number) }
        // The caller watches the time while a single child works: a task less for every call under way.
        return await withTaskGroup(of: Value.self) { group in
            group.addTask {
                defer { self.release(number) }
                return await TimeLimit.$current.withValue(TimeLimit(deadlines: self, number: number)) { await body() }
            }
            let isExpired = await wait(number)
            if isExpired { group.cancelAll() }
            let value = await group.next()
            if let value, !isExpired { return value }
            return late(value)
        }
    }

    /// Waits for a while.
    /// - Returns: Whether the time has come; `false` if the task was cancelled before.
    public func pass(_ duration: Duration) async -> Bool {
        let number = draw(duration)
        defer { forget(number) }
        return await wait(number)
    }

    private func draw(_ duration: Duration, rest: Duration = .zero) -> Int {
        let entry = Entry(deadline: uptime() + duration, rest: rest)
        return state.withLock { state in
            state.lastNumber += 1
            state.entries[state.lastNumber] = entry
            return state.lastNumber
        }
    }

    private func forget(_ number: Int) {
        state.withLock { $0.entries[number] = nil }
    }

    /// - Returns: Whether the deadline has come; `false` if the entry was released or the task cancelled before.
    private func wait(_ number: Int) async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let mustTick = state.withLock { state in
                    guard state.entries[number]?.isReleased == false else {
                        continuation.resume(returning: false)
                        return false
                    }
                    state.entries[number]?.continuation = continuation
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
        let continuation = state.withLock { state in
            state.entries[number]?.isReleased = true
            return state.entries[number]?.continuation.take()
        }
        continuation?.resume(returning: false)
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
        let (woken, pause) = state.withLock { state -> ([CheckedContinuation<Bool, Never>], Duration?) in
            var woken: [CheckedContinuation<Bool, Never>] = []
            var pause: Duration?
            for (number, entry) in state.entries where entry.continuation != nil {
                let left = entry.pausedSince == nil ? entry.deadline - now : .seconds(1)
                if left > .zero {
                    pause = min(pause ?? .seconds(1), left)
                } else if let continuation = state.entries[number]?.continuation.take() {
                    state.entries[number]?.isOver = true
                    woken.append(continuation)
                }
            }
            state.isTicking = pause != nil
            return (woken, pause)
        }
        for continuation in woken { continuation.resume(returning: true) }
        return pause
    }
}

extension Deadlines {
    func pause(_ number: Int) {
        let now = uptime()
        state.withLock { state in
            if state.entries[number]?.pausedSince == nil { state.entries[number]?.pausedSince = now }
        }
    }

    func resume(_ number: Int) {
        let now = uptime()
        state.withLock { state in
            guard let entry = state.entries[number], let since = entry.pausedSince else { return }
            state.entries[number]?.pausedSince = nil
            state.entries[number]?.paused += now - since
            state.entries[number]?.deadline += now - since
        }
    }

    func paused(_ number: Int) -> Duration {
        let now = uptime()
        return state.withLock { state in
            guard let entry = state.entries[number] else { return .zero }
            return entry.paused + (entry.pausedSince.map { now - $0 } ?? .zero)
        }
    }

    func left(_ number: Int) -> Duration {
        let now = uptime()
        return state.withLock { $0.entries[number].map { $0.deadline - now } ?? .zero }
    }

    func isPaused(_ number: Int) -> Bool { state.withLock { $0.entries[number]?.pausedSince != nil } }

    func isOver(_ number: Int) -> Bool { state.withLock { $0.entries[number]?.isOver ?? false } }

    func comesWhole(_ number: Int) -> Bool { state.withLock { $0.entries[number]?.comesWhole ?? false } }

    func begin(_ number: Int) {
        state.withLock { state in
            guard let rest = state.entries[number]?.rest else { return }
            state.entries[number]?.rest = .zero
            state.entries[number]?.deadline += rest
        }
    }

    func expectWhole(_ number: Int) {
        state.withLock { $0.entries[number]?.comesWhole = true }
        begin(number)
    }
}
