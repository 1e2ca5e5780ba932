import CouncilKit
import CouncilTestKit
import Testing

@testable import CouncilServer

struct RunServiceBudgetTests {
    /// A council whose runs may cost a known amount at worst, and a day that can pay so many of them.
    private func paid(runs: Double, waitingAt gate: Gate) throws -> Council {
        var council = Council.scripted(chairmanWaitsAt: gate, budget: Budget(day: 100))
        council.settings.maximumAnswerTokens = 500
        council.settings.maximumReviewTokens = 500
        council.settings.maximumConclusionTokens = 500
        council.prices = PriceTable(["*": Price(input: 1, output: 10)])
        let worst = try council.draft(of: Inquiry("Why?", seed: 1), knowing: nil).settings.budget?.reserved
        council.settings.budget?.day = try #require(worst) * runs
        return council
    }

    @Test func `runs that wait their turn keep what they may take of the day's budget until they have ended`()
        async throws
    {
        let gate = Gate()
        let store = InMemoryStore()
        let limits = ServiceLimits(runsUnderWay: 1)
        try await Hub.run([try paid(runs: 2.5, waitingAt: gate)], store: store, limits: limits) { hub in
            let first = try await hub.service.open(RunRequest("Why?"), for: .local)
            let second = try await hub.service.open(RunRequest("Why?"), for: .local)
            let error = await #expect(throws: CouncilError.self) {
                try await hub.service.open(RunRequest("Why?"), for: .local)
            }
            #expect(error?.code == .overBudget)
            gate.open()
            for run in [first, second] { _ = try await hub.read(run.id) }
            #expect(try await hub.ask().end == .ended)
        }
    }

    @Test func `a stopped run goes on only when its key's day can pay what it may still take`() async throws {
        let gate = Gate()
        let council = try paid(runs: 100, waitingAt: gate)
        let worst = try #require(council.draft(of: Inquiry("Why?", seed: 1), knowing: nil).settings.budget?.reserved)
        let caller = Caller(key: "Ada", dailyBudget: worst * 1.5)
        try await Hub.run([council]) { hub in
            let first = try await hub.service.open(RunRequest("Why?"), for: caller)
            try await gate.reached()
            try await hub.service.stop(first.id, for: caller)
            let second = try await hub.service.open(RunRequest("Why?"), for: caller)
            let error = await #expect(throws: ServiceError.self) {
                try await hub.service.resume(first.id, for: caller)
            }
            #expect(error?.code == .overBudget)
            gate.open()
            _ = try await hub.read(second.id)
            try await hub.service.resume(first.id, for: caller)
            #expect(try await hub.read(first.id).end == .ended)
        }
    }

    @Test func `of many runs that are opened at once only those are that the day can pay`() async throws {
        let gate = Gate()
        try await Hub.run([try paid(runs: 3.5, waitingAt: gate)]) { hub in
            let opened = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<8 {
                    group.addTask { (try? await hub.service.open(RunRequest("Why?"), for: .local)) != nil }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(opened == 3)
            gate.open()
        }
    }
}
