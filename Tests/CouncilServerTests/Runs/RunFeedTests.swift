import CouncilKit
import CouncilTestKit
import Testing

@testable import CouncilServer

struct RunFeedTests {
    private let call = Call(role: .chairman, model: "x/chair")

    private func mailbox(_ feed: RunFeed, at position: Int) throws -> (Mailbox, [RunEvent]) {
        guard case .live(let mailbox, _, let moments) = feed.attach(at: position) else {
            throw ServiceError(.failed, "not live")
        }
        return (mailbox, moments)
    }

    @Test func `a reader that falls behind is told so and costs no more memory`() async throws {
        let feed = RunFeed(capacity: 3)
        let (mailbox, _) = try mailbox(feed, at: 0)
        for _ in 0..<1000 { feed.publish(.piece(.chairman, .text("x"))) }
        feed.end(.ended)
        let items = try await mailbox.take()
        guard items.count == 2, case .fellBehind = items[0], case .end(.ended) = items[1] else {
            Issue.record("the buffer grew beyond its bound, or the end was lost: \(items)")
            return
        }
    }

    @Test func `a reader behind the run has to read the store first`() {
        let feed = RunFeed(capacity: 3)
        feed.begin(at: 4)
        guard case .behind = feed.attach(at: 3) else {
            Issue.record("event 4 would be missing")
            return
        }
    }

    @Test func `whoever comes late is told what the calls under way have said`() throws {
        let feed = RunFeed(capacity: 3)
        feed.publish(.started(call))
        feed.publish(.piece(.chairman, .text("In ")))
        feed.publish(.piece(.chairman, .text("short")))
        let (_, moments) = try mailbox(feed, at: 0)
        #expect(moments.map(\.event) == [.started(call), .piece(.chairman, .text("In short"))])
    }

    @Test func `a call that has ended is not told again`() throws {
        let feed = RunFeed(capacity: 3)
        feed.publish(.started(call))
        feed.publish(.failed(call, ModelError(.server, "500")))
        let (_, moments) = try mailbox(feed, at: 1)
        #expect(moments.isEmpty)
    }

    @Test func `a slow reader still gets every lasting event once`() async throws {
        let (store, run) = (
            InMemoryStore(), try await Council.scripted().draft(of: Inquiry("Why?"), after: InMemoryStore())
        )
        let feed = RunFeed(capacity: 2)
        let reader = RunReader(RunSubscription(run.id, after: 0, in: store, feed: feed) {})
        var events: [CouncilEvent] = [.opened(run)]
        for seat in 0..<3 {
            events.append(.answered(Call(role: .member(seat), model: run.seats[seat]), Reply(text: "\(seat)")))
        }
        func happen(_ event: CouncilEvent) async throws {
            try await store.append([event], to: run.id, after: await store.events(of: run.id, after: 0).count)
            feed.publish(event)
        }
        try await happen(events[0])
        feed.publish(.started(call))
        var seen: [Int?] = []
        // The reader goes live by asking for the second item; what then comes overflows its mailbox.
        for _ in 0..<2 {
            guard case .event(let event)? = try await reader.next() else {
                Issue.record("the run's beginning is told first")
                return
            }
            seen.append(event.position)
        }
        for event in events[1...] { try await happen(event) }
        for _ in 0..<10 { feed.publish(.piece(.chairman, .text("x"))) }
        feed.end(.ended)
        while case .event(let event)? = try await reader.next() { seen.append(event.position) }
        #expect(seen.compactMap { $0 } == [1, 2, 3, 4])
    }

    /// Else a stream would keep back what it has gathered, for the sake of something that is never shown.
    @Test func `what a reader has seen in the store is not at hand once more`() async throws {
        let (store, feed) = (InMemoryStore(), RunFeed(capacity: 3))
        let run = try await Council.scripted().draft(of: Inquiry("Why?"), after: store)
        let answered = CouncilEvent.answered(Call(role: .member(0), model: run.seats[0]), Reply(text: "So."))
        try await store.append([.opened(run), answered], to: run.id, after: 0)
        feed.publish(.opened(run))
        feed.publish(.started(call))
        let reader = RunReader(RunSubscription(run.id, after: 0, in: store, feed: feed) {})
        for _ in 0..<3 { _ = try await reader.next() }
        feed.publish(answered)
        if case .some = reader.nextAtHand() { Issue.record("it would be shown twice") }
        feed.publish(.piece(.chairman, .text("x")))
        guard case .event(let piece)? = reader.nextAtHand() else {
            Issue.record("the piece is at hand")
            return
        }
        #expect(piece.event == .piece(.chairman, .text("x")))
    }
}
