import Synchronization

/// What waits for one reader: a bounded buffer. A reader that falls behind loses what is in it and is told so; it finds
/// everything that lasts in the store.
final class Mailbox: Sendable {
    enum Item: Sendable {
        case event(RunEvent)
        /// Nothing happened for a while.
        case heartbeat
        /// The reader was too slow: what it has not seen is in the store.
        case fellBehind
        /// Nothing more will come.
        case end(RunFeed.End)
    }

    private struct State {
        var items: [Item] = []
        var isBehind = false
        var waiter: CheckedContinuation<[Item]?, Never>?

        mutating func takeAll() -> [Item] {
            defer { items = [] }
            return items
        }
    }

    private let capacity: Int
    private let state = Mutex(State())

    init(capacity: Int) { self.capacity = capacity }

    /// Puts an item in; never waits.
    func put(_ item: Item) {
        let waiter = state.withLock { state -> CheckedContinuation<[Item]?, Never>? in
            if let waiter = state.waiter {
                state.waiter = nil
                return waiter
            }
            switch item {
            case .heartbeat where !state.items.isEmpty || state.isBehind: break
            case .event where state.isBehind: break
            case .event where state.items.count >= capacity:
                state.items = [.fellBehind]
                state.isBehind = true
            default: state.items.append(item)
            }
            return nil
        }
        waiter?.resume(returning: [item])
    }

    /// The items that are there; takes none if there are none.
    func takeAtHand() -> [Item] { state.withLock { $0.takeAll() } }

    /// All items, as soon as there is one. Only one taker at a time.
    /// - Throws: `CancellationError` when the task is cancelled.
    func take() async throws -> [Item] {
        let items = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let items = state.withLock { state -> [Item]?? in
                    if !state.items.isEmpty { return .some(state.takeAll()) }
                    if Task.isCancelled { return .some(nil) }
                    state.waiter = continuation
                    return nil
                }
                if let items { continuation.resume(returning: items) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                defer { state.waiter = nil }
                return state.waiter
            }
            waiter?.resume(returning: nil)
        }
        guard let items else { throw CancellationError() }
        return items
    }
}
