import Synchronization

/// Passes elements from one task to another, one at a time: the giver waits until its element is taken.
final class Handoff<Element: Sendable>: Sendable {
    private enum State {
        case idle
        case offered(Element, CheckedContinuation<Void, any Error>)
        case awaited(CheckedContinuation<Element?, any Error>)
        case finished((any Error)?)
    }

    private let state = Mutex(State.idle)

    /// Gives an element; returns once it is taken. Only one giver at a time. That does not depend on the giver's task: one
    /// that is cancelled for reasons of its own must not end the passing for all.
    /// - Throws: `CancellationError` if nobody takes elements any more.
    func give(_ element: Element) async throws {
        try await withCheckedThrowingContinuation { (giver: CheckedContinuation<Void, any Error>) in
            let taker: CheckedContinuation<Element?, any Error>? = state.withLock { state in
                switch state {
                case .awaited(let taker):
                    state = .idle
                    return taker
                case .idle:
                    state = .offered(element, giver)
                    return nil
                case .offered, .finished:
                    giver.resume(throwing: CancellationError())
                    return nil
                }
            }
            guard let taker else { return }
            taker.resume(returning: element)
            giver.resume()
        }
    }

    /// Takes the next element; `nil` after the end. Only one taker at a time.
    func take() async throws -> Element? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (taker: CheckedContinuation<Element?, any Error>) in
                let giver: CheckedContinuation<Void, any Error>? = state.withLock { state in
                    switch state {
                    case .offered(let element, let giver):
                        state = .idle
                        taker.resume(returning: element)
                        return giver
                    case .finished(let error?):
                        state = .finished(nil)
                        taker.resume(throwing: error)
                        return nil
                    case .finished(nil):
                        taker.resume(returning: nil)
                        return nil
                    case .idle where !Task.isCancelled:
                        state = .awaited(taker)
                        return nil
                    default:
                        taker.resume(throwing: CancellationError())
                        return nil
                    }
                }
                giver?.resume()
            }
        } onCancel: {
            let taker: CheckedContinuation<Element?, any Error>? = state.withLock { state in
                guard case .awaited(let taker) = state else { return nil }
                state = .idle
                return taker
            }
            taker?.resume(throwing: CancellationError())
        }
    }

    /// Ends the passing: the taker gets `nil`, or the error once.
    func finish(throwing error: (any Error)? = nil) {
        let taker: CheckedContinuation<Element?, any Error>? = state.withLock { state in
            if case .awaited(let taker) = state {
                state = .finished(nil)
                return taker
            }
            state = .finished(error)
            return nil
        }
        guard let taker else { return }
        if let error { taker.resume(throwing: error) } else { taker.resume(returning: nil) }
    }

    /// Ends the passing because nobody takes elements any more.
    func close() {
        let giver: CheckedContinuation<Void, any Error>? = state.withLock { state in
            defer { state = .finished(nil) }
            if case .offered(_, let giver) = state { return giver }
            return nil
        }
        giver?.resume(throwing: CancellationError())
    }
}
