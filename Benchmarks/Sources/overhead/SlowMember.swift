import CouncilKit
import FoundationEssentials
import Measuring

/// One member that takes 20 times as long as the others, with a quorum of the others, against the council without it.
struct SlowMember {
    var baseURL: String

    private static let rounds = 15

    func print() async throws {
        let (store, folder) = try Bench.journal()
        defer { try? FileManager.default.removeItem(at: folder) }
        let without = Bench.council(at: baseURL, last: nil)
        let with = Bench.council(
            at: baseURL, last: "slow",
            settings: Settings(quorum: 3, synthesis: .plain, review: ReviewSettings(criteria: false)))
        var times: (without: [Double], with: [Double]) = ([], [])
        for _ in 0..<Self.rounds {
            times.without.append(try await time(without, store))
            times.with.append(try await time(with, store))
        }
        Figure.line("wall_without_slow_member", times.without.median * 1000, "ms", 1)
        Figure.line("wall_with_slow_member", times.with.median * 1000, "ms", times.with.median / times.without.median)
    }

    private func time(_ council: Council, _ store: any RunStore) async throws -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        _ = try await council.deliberate(on: "What is it?", store: store).outcome
        return start.duration(to: clock.now).seconds
    }
}
