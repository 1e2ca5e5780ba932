import CouncilKit
import Synchronization

/// The events of one run as they happen, for any number of readers, none of which can hold it up.
final class RunFeed: Sendable {
    /// Why nothing more will come.
    enum End: Sendable, Hashable {
        /// The run has ended.
        case ended
        /// Somebody stopped it.
        case stopped
        /// The server is ending; the run goes on when it starts again.
        case parked
        /// It broke off; the words say why.
        case failed(String)
        /// Nobody works on it here.
        case idle
    }

    /// What became of a wish to follow.
    enum Attachment {
        /// What comes from now on is in the mailbox; before it, what the calls under way have said so far.
        case live(Mailbox, ticket: Int, [RunEvent])
        /// There are events in the store that the reader has not seen.
        case behind
        case ended(End)
    }

    /// The text so far of a call that is under way.
    fileprivate struct CallUnderWay {
        var call: Call
        var text = ""
        var reasoning = ""
    }

    fileprivate struct State {
        var position = 0
        var calls: [Role: CallUnderWay] = [:]
        var mailboxes: [Int: Mailbox] = [:]
        var nextTicket = 0
        var end: End?
        /// Whoever waits for the end.
        var watchers: [CheckedContinuation<Void, Never>] = []
    }

    private let capacity: Int
    private let state = Mutex(State())

    /// - Parameter capacity: How many events a reader may be behind.
    init(capacity: Int) { self.capacity = capacity }

    /// Says at which position the run goes on.
    func begin(at position: Int) {
        let late = state.withLock { state in
            state.position = position
            defer { state.mailboxes = [:] }
            return Array(state.mailboxes.values)
        }
        for mailbox in late { mailbox.put(.fellBehind) }
    }

    /// Shows an event to all readers; never waits. Lasting events are in the store by now.
    func publish(_ event: CouncilEvent) {
        state.withLock { state in
            if event.isLasting { state.position += 1 }
            state.note(event)
            let item = Mailbox.Item.event(RunEvent(event, position: event.isLasting ? state.position : nil))
            for mailbox in state.mailboxes.values { mailbox.put(item) }
        }
    }

    func beat() {
        for mailbox in state.withLock({ Array($0.mailboxes.values) }) { mailbox.put(.heartbeat) }
    }

    /// Ends all readers' streams.
    func end(_ end: End) {
        let (mailboxes, watchers) = state.withLock { state in
            guard state.end == nil else { return ([Mailbox](), [CheckedContinuation<Void, Never>]()) }
            state.end = end
            state.calls = [:]
            defer {
                state.mailboxes = [:]
                state.watchers = []
            }
            return (Array(state.mailboxes.values), state.watchers)
        }
        for mailbox in mailboxes { mailbox.put(.end(end)) }
        for watcher in watchers { watcher.resume() }
    }

    /// Returns when the feed has ended.
    func ended() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.end == nil { state.watchers.append(continuation) }
                return state.end != nil
            }
            if isOver { continuation.resume() }
        }
    }

    /// Follows the run from a position that the reader has reached by reading the store.
    func attach(at position: Int) -> Attachment {
        state.withLock { state in
            if position < state.position { return .behind }
            if let end = state.end { return .ended(end) }
            let mailbox = Mailbox(capacity: capacity)
            state.nextTicket += 1
            state.mailboxes[state.nextTicket] = mailbox
            return .live(mailbox, ticket: state.nextTicket, state.momentsSoFar)
        }
    }

    func detach(_ ticket: Int) {
        state.withLock { state in _ = state.mailboxes.removeValue(forKey: ticket) }
    }
}

extension RunFeed.State {
    fileprivate mutating func note(_ event: CouncilEvent) {
        switch event {
        case .started(let call): calls[call.role] = RunFeed.CallUnderWay(call: call)
        case .piece(let role, .text(let text)): calls[role]?.text += text
        case .piece(let role, .reasoning(let text)): calls[role]?.reasoning += text
        case .failed(let call, _): calls[call.role] = nil
        case .concluded: calls = [:]
        default: if let ended = event.callAndReply { calls[ended.call.role] = nil }
        }
    }

    /// What somebody who comes late has to be told of calls that are under way.
    fileprivate var momentsSoFar: [RunEvent] {
        calls.values.sorted { $0.call.role.description < $1.call.role.description }.flatMap { call in
            var events: [CouncilEvent] = [.started(call.call)]
            if !call.reasoning.isEmpty { events.append(.piece(call.call.role, .reasoning(call.reasoning))) }
            if !call.text.isEmpty { events.append(.piece(call.call.role, .text(call.text))) }
            return events.map { RunEvent($0, position: nil) }
        }
    }
}
