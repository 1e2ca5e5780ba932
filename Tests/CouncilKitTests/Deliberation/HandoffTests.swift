import Testing

@testable import CouncilKit

struct HandoffTests {
    @Test func `an element is passed on although its giver was cancelled`() async throws {
        let handoff = Handoff<Int>()
        let giver = Task { try await handoff.give(1) }
        giver.cancel()
        #expect(try await handoff.take() == 1)
        try await giver.value
    }

    @Test func `who gives what nobody takes any more is told`() async throws {
        let handoff = Handoff<Int>()
        let giver = Task { try await handoff.give(1) }
        handoff.close()
        await #expect(throws: CancellationError.self) { try await giver.value }
    }
}
