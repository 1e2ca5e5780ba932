import CouncilKit
import CouncilProviders
import Testing

@testable import CouncilTestKit
@testable import council

/// Every fault × every stage × every provider: what is expected of each cell stands in one table, `FaultMatrix.faults`.
@Suite(.timeLimit(.minutes(5))) struct FaultMatrixTests {
    typealias Fault = FaultMatrix.Fault
    typealias Stage = FaultMatrix.Stage
    typealias Dialect = FaultServer.Dialect

    @Test(arguments: FaultMatrix.faults, Dialect.allCases)
    func `every fault in every stage has its expected outcome`(fault: Fault, provider: Dialect) async throws {
        for stage in Stage.allCases { try await expect(fault, in: stage, at: provider) }
    }

    @Test func `a connection that is still open is counted`() async throws {
        try await FaultServer.run([.hang]) { server in
            let model = server.model(speaking: .openAI)
            let call = Task { try await model.reply(to: Prompt(messages: [])) { _ in } }
            try await server.received(1)
            #expect(OpenConnections.count(to: server.port) == 1)
            call.cancel()
            _ = await call.result
            #expect(await OpenConnections.left(to: server.port) == 0)
        }
    }

    private func expect(_ fault: Fault, in stage: Stage, at provider: Dialect) async throws {
        let spoilt = Watched(0)
        let script = FaultServer.Script { request in
            let good = StageOfPrompt(request.messages).goodReply
            guard stage.includes(request.messages) else { return good.step.closing }
            let number = spoilt.update { count in
                count += 1
                return count
            }
            return (number <= fault.times ? fault.step(good) : good.step).closing
        }
        try await FaultServer.run(script) { server in
            try await fault.address.run(beside: server, in: stage, speaking: provider) { model, environment, clock in
                let limit: Double = if case .limit = fault.time { 30 } else { 100_000 }
                let deliberation = stage.council(with: model, callTimeout: limit)
                    .deliberate(on: "Why?", environment: environment)
                let outcome = try await hold(deliberation, fault, stage, spoilt, clock)
                check(outcome, fault, stage, provider)
            }
            let cell = "\(fault.name), \(stage), \(provider)"
            #expect(await OpenConnections.left(to: server.port) == 0, "\(cell): no connection is left")
            // The server's own tasks end with their connections.
            try await server.log.wait { log in log.requests.allSatisfy(\.isOver) }
        }
    }

    /// Takes a run to its end while the clock does what the fault needs.
    private func hold(
        _ deliberation: Deliberation, _ fault: Fault, _ stage: Stage, _ spoilt: Watched<Int>, _ clock: TestClock
    ) async throws -> Outcome {
        let seen = Watched<[CouncilEvent]>([])
        async let run = deliberation.run { event in seen.update { $0.append(event) } }
        switch fault.time {
        case .stands: break
        case .wait(let seconds):
            try await seen.wait { $0.contains { if case .setback = $0 { true } else { false } } }
            for _ in 0..<seconds {
                await clock.sleepers(1)
                clock.advance(by: .seconds(1))
            }
            // Whoever began to wait a moment late has to wait a moment longer.
            while spoilt.value <= stage.calls, !seen.value.contains(where: \.isConclusion) {
                clock.advance(by: .milliseconds(100))
                await Task.yield()
            }
        case .limit:
            // Only the faulty calls may meet their limit: the others have ended before the clock moves.
            try await seen.wait { $0.count { $0.isOver(in: stage) } >= stage.callsOfOthers }
            try await spoilt.wait { $0 >= stage.calls }
            while seen.value.count(where: \.isFailure) < stage.calls {
                clock.advance(by: .seconds(1))
                await Task.yield()
            }
        }
        return try await run
    }

    private func check(_ outcome: Outcome, _ fault: Fault, _ stage: Stage, _ provider: Dialect) {
        let cell = "\(fault.name), \(stage), \(provider)"
        let text = Transcript(outcome).text()
        let row = fault.row(at: provider)
        let failures = outcome.failures.filter { Stage($0.call.role) == stage }
        let messages = outcome.failures.map(\.error.message)
        #expect(outcome.conclusion != nil, "\(cell): concluded")
        switch row.expectation(in: stage) {
        case .nothing:
            #expect(outcome.failures.isEmpty && outcome.setbacks.isEmpty, "\(cell): nothing noticed, not \(messages)")
            return
        case .recovery:
            #expect(outcome.failures.isEmpty, "\(cell): recovered, not \(messages)")
            #expect(outcome.setbacks.map(\.setback.remedy) == [.retry], "\(cell): one retry")
        case .failure(let code):
            #expect(failures.last?.error.code == code, "\(cell): \(messages)")
        case .unreadable:
            let code = failures.last?.error.code
            #expect(code == .unreadableReview || code == .unreadableReply, "\(cell): \(messages)")
            #expect(text.contains("could not be read, twice"), "\(cell): the words are shown in\n\(text)")
            return
        }
        for failure in failures {
            #expect(text.contains(failure.error.words(about: "faulty/model")), "\(cell): the reason is shown")
        }
        #expect(!row.words.isEmpty && text.contains(row.words), "\(cell): the words are shown in\n\(text)")
    }
}

extension FaultServer.Step {
    /// The connection ends with the response, so that whatever stays open is a leak.
    fileprivate var closing: Self { withHeaders(["connection": "close"]) }
}

extension CouncilEvent {
    fileprivate var isFailure: Bool { if case .failed = self { true } else { false } }
    fileprivate var isConclusion: Bool { if case .concluded = self { true } else { false } }

    fileprivate func isOver(in stage: FaultMatrix.Stage) -> Bool {
        switch self {
        case .answered(let call, _), .reviewed(let call, _, _), .compared(let call, _, _), .revised(let call, _):
            FaultMatrix.Stage(call.role) == stage
        default: false
        }
    }
}
