import Synchronization

/// A point that tasks wait at until the test opens it: synchronisation without sleeping.
public final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var waiting: [CheckedContinuation<Void, Never>] = []
        var arrivals = 0
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    public init() {}

    /// Waits until the gate is open.
    public func pass() async {
        await withCheckedContinuation { continuation in
            state.withLock { state in
                state.arrivals += 1
                for watcher in state.watchers where watcher.count <= state.arrivals { watcher.continuation.resume() }
                state.watchers.removeAll { $0.count <= state.arrivals }
                if state.isOpen { continuation.resume() } else { state.waiting.append(continuation) }
            }
        }
    }

    /// Lets everyone pass, now and later.
    public func open() {
        state.withLock { state in
            state.isOpen = true
            for continuation in state.waiting { continuation.resume() }
            state.waiting = []
        }
    }

    /// Waits until so many tasks have arrived at the gate.
    public func arrivals(_ count: Int) async {
        await withCheckedContinuation { continuation in
            state.withLock { state in
                if state.arrivals >= count {
                    continuation.resume()
                } else {
                    state.watchers.append((count, continuation))
                }
            }
        }
    }
}
