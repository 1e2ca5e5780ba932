import CouncilKit
import Testing

@testable import CouncilTestKit
@testable import council

/// Faults that a run does not get over: it stays resumable, and loses nothing that was paid for.
@Suite(.timeLimit(.minutes(5))) struct FaultResumptionTests {
    typealias Stage = FaultMatrix.Stage

    /// Hangs in a stage until it is healed.
    private func script(hangingIn stage: Stage, reached: Watched<Int>, isHealed: Watched<Bool>) -> FaultServer.Script {
        FaultServer.Script { request in
            let good = StageOfPrompt(request.messages).goodReply.step.withHeaders(["connection": "close"])
            guard stage.includes(request.messages), !isHealed.value else { return good }
            reached.update { $0 += 1 }
            return .hang
        }
    }

    @Test(arguments: Stage.allCases, FaultServer.Dialect.allCases)
    func `a run that is given up in a stage that hangs is resumed to its end`(
        _ stage: Stage, _ provider: FaultServer.Dialect
    ) async throws {
        let reached = Watched(0)
        let isHealed = Watched(false)
        let store = InMemoryStore()
        try await FaultServer.run(script(hangingIn: stage, reached: reached, isHealed: isHealed)) { server in
            let council = stage.council(with: server.model(speaking: provider), callTimeout: 600)
            let task = Task { try await council.deliberate(on: "Why?", store: store).outcome }
            try await reached.wait { $0 == stage.calls }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(await OpenConnections.left(to: server.port) == 0)
            let run = try #require(await store.runs(limit: 1).first)
            #expect(run.state == .unfinished)
            isHealed.update { $0 = true }
            let outcome = try await council.resume(run.id, in: store).outcome
            #expect(outcome.conclusion != nil)
            #expect(outcome.failures.isEmpty)
        }
    }

    @Test(arguments: FaultServer.Dialect.allCases)
    func `a run in which nobody answered says why and can be resumed`(_ provider: FaultServer.Dialect) async throws {
        let isHealed = Watched(false)
        let script = FaultServer.Script { request in
            isHealed.value ? StageOfPrompt(request.messages).goodReply.step : .error(500, "boom")
        }
        let store = InMemoryStore()
        try await FaultServer.run(script) { server in
            let members = (0..<3).map { _ in Member(server.model(speaking: provider)) }
            let settings = Settings(retries: 0, synthesis: .plain)
            let council = Council(members: members, chairman: members[0], settings: settings)
            let outcome = try await council.deliberate(on: "Why?", store: store).outcome
            #expect(outcome.conclusion == nil)
            #expect(Transcript(outcome).text().contains("boom"))
            isHealed.update { $0 = true }
            let run = try #require(outcome.run)
            #expect(try await council.resume(run.id, in: store).outcome.conclusion?.source == .chairman)
        }
    }
}
