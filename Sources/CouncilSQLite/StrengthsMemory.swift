import CouncilKit
import Synchronization

/// The strengths that were read last: reading them takes many runs, and they change slowly.
final class StrengthsMemory: Sendable {
    private struct Entry {
        var time: ContinuousClock.Instant
        var limit: Int
        var strengths: Task<Strengths, any Error>
    }

    private static let lifetime = Duration.seconds(30)

    private let entry = Mutex<Entry?>(nil)

    /// Gives what is remembered, or reads anew. Whoever asks while it is being read waits for the same reading; it is
    /// nobody's child, so that one who leaves does not end it for the others.
    func strengths(limit: Int, _ read: @escaping @Sendable () async throws -> Strengths) async throws -> Strengths {
        let task = entry.withLock { entry in
            let now = ContinuousClock.now
            if let entry, entry.limit == limit, now - entry.time < Self.lifetime { return entry.strengths }
            let task = Task { try await read() }
            entry = Entry(time: now, limit: limit, strengths: task)
            return task
        }
        do {
            return try await task.value
        } catch {
            entry.withLock { $0 = nil }
            throw error
        }
    }
}
