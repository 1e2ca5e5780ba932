import Synchronization

/// What is to be said on standard error while a live view may be drawing there.
///
/// A view that listens takes the lines and shows them where they disturb nothing; else they are written at once.
final class Notices: Sendable {
    private struct State {
        var waiting: [String] = []
        var listener: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    /// Hands a line to the view that listens.
    /// - Returns: Whether there is one.
    func post(_ line: String) -> Bool {
        let listener = state.withLock { state in
            if state.listener != nil { state.waiting.append(line) }
            return state.listener
        }
        listener?()
        return listener != nil
    }

    /// Takes what is waiting.
    func take() -> [String] {
        state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
    }

    /// Begins to listen; `nil` ends it.
    /// - Parameter listener: Called when a line waits, from any thread.
    func listen(_ listener: (@Sendable () -> Void)?) { state.withLock { $0.listener = listener } }
}
