import Synchronization

/// Lets callers in one at a time, in the order of their numbers. For the use of one actor.
final class Queue {
    private var drawn = 0
    private var current = 0
    private var waiting: [Int: CheckedContinuation<Void, Never>] = [:]

    var count: Int { waiting.count }

    func draw() -> Int {
        defer { drawn += 1 }
        return drawn
    }

    func turn(_ number: Int) async {
        if number != current { await withCheckedContinuation { waiting[number] = $0 } }
    }

    func next() {
        current += 1
        waiting.removeValue(forKey: current)?.resume()
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
