import AsyncHTTPClient
import CouncilKit
import CouncilSQLite
import FoundationEssentials
import Measuring
import NIOCore
import NIOHTTP1
import Synchronization

/// Kills the server in the middle of many runs and starts it again: all have to end, no call that was completed may be
/// made again, and readers that come back have every event once.
struct KilledServer {
    var place: ServedCouncil.Place

    private static let runs = 100
    /// Four answers, four reviews, one conclusion.
    private static let callsOfOne = 9

    /// Ends when so many lasting events have been read.
    private final class Countdown: Sendable {
        private let left: Mutex<Int>
        let (stream, continuation) = AsyncStream<Void>.makeStream()

        init(_ count: Int) { left = Mutex(count) }

        func tick() {
            let isOver = left.withLock { left in
                left -= 1
                return left == 0
            }
            if isOver { continuation.finish() }
        }
    }

    func print() async throws {
        // “opened”, the answers and about half of the reviews.
        let countdown = Countdown(Self.runs * 7)
        let followers = Mutex<[RunFollower]>([])
        let port = Mutex(0)
        let tasks = Mutex<[Task<Void, any Error>]>([])
        try await place.serve { server in
            port.withLock { $0 = server.port }
            for number in 0..<Self.runs {
                let follower = RunFollower(try await server.ask("Number \(number)?")) { countdown.tick() }
                followers.withLock { $0.append(follower) }
                tasks.withLock { $0.append(Task { try await follower.follow(port: server.port) }) }
            }
            for await _ in countdown.stream {}
            try server.killNow()
        }
        let completed = try await Self.completedCalls(in: place.journal)
        let callsBefore = try await calls()
        try await place.serve(port: port.withLock { $0 }) { server in
            for task in tasks.withLock({ $0 }) { try await task.value }
        }
        let callsAfter = try await calls() - callsBefore
        let records = followers.withLock { $0.map(\.record) }
        let runs = Double(Self.runs)
        let ended = records.count { $0.end == "ended" }
        let exact = records.count { $0.misplaced == 0 && $0.reconnects > 0 }
        let needed = Self.runs * Self.callsOfOne - completed
        Figure.line("kill_completed_calls_before", Double(completed), "calls", Double(completed) / runs / 9)
        Figure.line("kill_runs_concluded", Double(ended), "runs", Double(ended) / runs)
        Figure.line("kill_readers_with_every_event_once", Double(exact), "readers", Double(exact) / runs)
        Figure.line("kill_calls_after", Double(callsAfter), "calls", Double(callsAfter) / Double(needed))
        let after = try await Self.completedCalls(in: place.journal)
        Figure.line("kill_completed_calls_at_the_end", Double(after), "calls", Double(after) / runs / 9)
    }

    /// How many calls the delayed server has had.
    private func calls() async throws -> Int {
        let response = try await HTTPClient.shared.execute(
            HTTPClientRequest(url: place.upstream), timeout: .seconds(10))
        return Int(String(buffer: try await response.body.collect(upTo: 100))) ?? 0
    }

    private static func completedCalls(in journal: String) async throws -> Int {
        let store = try SQLiteStore(path: journal)
        var count = 0
        for summary in try await store.runs(limit: runs + 1) {
            for event in try await store.events(of: summary.id, after: 0) {
                switch event {
                case .answered, .reviewed, .concluded: count += 1
                default: break
                }
            }
        }
        return count
    }
}
