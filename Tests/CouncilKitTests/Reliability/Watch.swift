import CouncilKit

@testable import CouncilTestKit

/// What a run has shown so far, and a way to wait for something in it.
final class Watch: Sendable {
    private let events = Watched<[CouncilEvent]>([])

    func note(_ event: CouncilEvent) { events.update { $0.append(event) } }

    /// Waits until so many events of a kind have come.
    func saw(_ count: Int = 1, _ isWanted: @escaping @Sendable (CouncilEvent) -> Bool) async throws {
        try await events.wait { $0.count(where: isWanted) >= count }
    }

    /// Whether such an event has come.
    func has(_ isWanted: (CouncilEvent) -> Bool) -> Bool { events.value.contains(where: isWanted) }

    /// Moves the clock until such an event has come.
    func move(
        _ clock: TestClock, by step: Duration = .milliseconds(100), until isWanted: (CouncilEvent) -> Bool
    ) async {
        while !has(isWanted) {
            clock.advance(by: step)
            await Task.yield()
        }
    }
}

extension CouncilEvent {
    var isAnswer: Bool { if case .answered = self { true } else { false } }
    var isFailure: Bool { if case .failed = self { true } else { false } }
    var isSetback: Bool { if case .setback = self { true } else { false } }
    var isConclusion: Bool { if case .concluded = self { true } else { false } }
}
