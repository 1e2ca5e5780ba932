import CouncilKit

/// Reads a run from any position to its end: first what is stored, then what happens.
///
/// A reader that is slow is served from the store again, without what was only of the moment. `started` begins the text
/// of a call anew, so whoever shows pieces forgets those of the call's role then.
final class RunReader {
    enum Item: Sendable {
        case event(RunEvent)
        case heartbeat
        case end(RunFeed.End)
    }

    private let subscription: RunSubscription
    private var run: Run.ID { subscription.run }
    private var store: any RunStore { subscription.store }
    private var feed: RunFeed? { subscription.feed }
    /// The position of the last lasting event that was given.
    private(set) var position: Int
    private var pending: ArraySlice<Mailbox.Item> = []
    private var live: (mailbox: Mailbox, ticket: Int)?
    private var hasEnded = false

    init(_ subscription: RunSubscription) {
        self.subscription = subscription
        position = subscription.position
    }

    deinit { leave() }

    /// The next item; after the end, `nil`.
    /// - Throws: The error of the store, or `CancellationError`.
    func next() async throws -> Item? {
        while !hasEnded {
            if let item = nextAtHand() { return item }
            if let live {
                pending = try await live.mailbox.take()[...]
            } else if let end = try await catchUp() {
                return finish(end)
            }
        }
        return nil
    }

    /// The next item, if nothing has to be waited for.
    func nextAtHand() -> Item? {
        while !hasEnded {
            if pending.isEmpty, let live { pending = live.mailbox.takeAtHand()[...] }
            switch pending.popFirst() {
            case .event(let event):
                if let place = event.position {
                    // What was read from the store may be shown once more.
                    guard place > position else { continue }
                    position = place
                }
                return .event(event)
            case .heartbeat: return .heartbeat
            case .fellBehind: leave()
            case .end(let end): return finish(end)
            case nil: return nil
            }
        }
        return nil
    }

    /// Reads what is stored; if that is all, follows the run.
    private func catchUp() async throws -> RunFeed.End? {
        let events = try await store.events(of: run, after: position)
        guard events.isEmpty else {
            pending = events.enumerated().map { .event(RunEvent($1, position: position + $0 + 1)) }[...]
            return nil
        }
        guard let feed else {
            let last = try await store.events(of: run, after: max(0, position - 1)).last
            return last?.isEnd == true ? .ended : .idle
        }
        switch feed.attach(at: position) {
        case .behind: return nil
        case .ended(let end): return end
        case .live(let mailbox, let ticket, let moments):
            live = (mailbox, ticket)
            pending = moments.map { .event($0) }[...]
            return nil
        }
    }

    private func leave() {
        if let live { feed?.detach(live.ticket) }
        live = nil
        pending = []
    }

    private func finish(_ end: RunFeed.End) -> Item {
        hasEnded = true
        return .end(end)
    }
}

/// The right to read a run; it takes one of the places for readers as long as it is there.
public final class RunSubscription: Sendable {
    let run: Run.ID
    let position: Int
    let store: any RunStore
    /// Where the run's events happen; `nil` if nobody works on it here.
    let feed: RunFeed?
    private let release: @Sendable () -> Void

    init(
        _ run: Run.ID, after position: Int, in store: any RunStore, feed: RunFeed?,
        release: @escaping @Sendable () -> Void
    ) {
        self.run = run
        self.position = position
        self.store = store
        self.feed = feed
        self.release = release
    }

    deinit { release() }
}
