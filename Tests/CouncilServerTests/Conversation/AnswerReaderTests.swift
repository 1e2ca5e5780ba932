import CouncilKit
import CouncilTestKit
import Testing

@testable import CouncilServer

struct AnswerReaderTests {
    @Test func `a character that comes in two pieces is not taken for another answer`() async throws {
        let (store, feed) = (InMemoryStore(), RunFeed(capacity: 3))
        let run = try await Council.scripted().draft(of: Inquiry("Why?"), after: store)
        let call = Call(role: .chairman, model: run.chairman)
        try await store.append([.opened(run)], to: run.id, after: 0)
        feed.begin(at: 1)
        feed.publish(.started(call))
        feed.publish(.piece(.chairman, .text("👍")))
        let reader = AnswerReader(RunSubscription(run.id, after: 0, in: store, feed: feed) {})
        while let step = try await reader.next() {
            if case .text = step { break }
        }
        // The rest of the pieces is lost.
        let conclusion = Conclusion(text: "👍🏽 Yes.", source: .chairman, call: call)
        try await store.append([.concluded(conclusion)], to: run.id, after: 1)
        feed.publish(.concluded(conclusion))
        feed.end(.ended)
        let answer = try await reader.answer()
        #expect(answer.text == "👍🏽 Yes.")
    }
}
