import Synchronization

/// Lets callers in one at a time, in the order in which they come. For the use of one actor.
final class Queue {
    private var isTaken = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// Returns when it is the caller's turn, which lasts until ``next()``.
    func turn() async {
        guard isTaken else { return isTaken = true }
        await withCheckedContinuation { waiting.append($0) }
    }

    func next() {
        if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().resume() }
    }
}

/// Elements for one taker, in their order. For the use of one actor.
final class Backlog<Element> {
    private var elements: [Element] = []
    /// How many of them have been taken.
    private var taken = 0
    private var isClosed = false
    private var taker: CheckedContinuation<Void, Never>?

    func append(_ element: Element) {
        elements.append(element)
        wake()
    }

    /// The next element, as soon as there is one; `nil` when there will be none. That does not depend on the taker's task
    /// being cancelled: whoever appends counts on it.
    func next() async -> Element? {
        while taken == elements.count, !isClosed {
            await withCheckedContinuation { taker = $0 }
        }
        guard taken < elements.count else { return nil }
        let element = elements[taken]
        taken += 1
        if taken == elements.count {
            elements.removeAll(keepingCapacity: true)
            taken = 0
        }
        return element
    }

    func close() {
        isClosed = true
        wake()
    }

    private func wake() {
        taker?.resume()
        taker = nil
    }
}

/// An event on its way to the disk.
final class Writing: Sendable {
    private enum State {
        case underWay
        case awaited(CheckedContinuation<(any Error)?, Never>)
        case ended((any Error)?)
    }

    private let state = Mutex(State.underWay)

    /// - Parameter failure: Why the event is not stored.
    func end(_ failure: (any Error)?) {
        let waiting: CheckedContinuation<(any Error)?, Never>? = state.withLock { state in
            defer { state = .ended(failure) }
            guard case .awaited(let waiting) = state else { return nil }
            return waiting
        }
        waiting?.resume(returning: failure)
    }

    /// Why the event could not be stored, when that is known. For one to ask.
    func failure() async -> (any Error)? {
        await withCheckedContinuation { continuation in
            let failure: (any Error)?? = state.withLock { state in
                if case .ended(let failure) = state { return .some(failure) }
                state = .awaited(continuation)
                return nil
            }
            if let failure { continuation.resume(returning: failure) }
        }
    }
}
