import CouncilKit
import CouncilTestKit
import Synchronization
import Testing

@testable import CouncilServer

struct RunServiceTests {
    @Test func `a reader sees every lasting event once, in order, then the end`() async throws {
        let reading = try await Hub.run([.scripted()]) { try await $0.ask() }
        #expect(reading.positions == Array(1...9))
        #expect(reading.types.first == "opened")
        #expect(reading.types.last == "concluded")
        #expect(reading.end == .ended)
    }

    @Test func `a reader that begins in the middle gets only what comes after`() async throws {
        let positions = try await Hub.run([.scripted()]) { hub in
            let run = try await hub.service.open(RunRequest("Why?"), for: .local)
            _ = try await hub.read(run.id)
            return try await hub.read(run.id, after: 4).positions
        }
        #expect(positions == Array(5...9))
    }

    @Test func `the pieces of the answer are shown while they come`() async throws {
        let gate = Gate()
        let reading = try await Hub.run([.scripted(chairmanWaitsAt: gate)]) { hub in
            let run = try await hub.service.open(RunRequest("Why?"), for: .local)
            async let reading = hub.read(run.id)
            try await gate.reached()
            gate.open()
            return try await reading
        }
        #expect(reading.pieces(of: .chairman) == ["In ", "conclusion."])
    }

    @Test func `a run goes on although nobody reads it`() async throws {
        let store = InMemoryStore()
        try await Hub.run([.scripted()], store: store) { hub in
            let gone = try await hub.service.open(RunRequest("Why?"), for: .local)
            _ = try await hub.read(gone.id)
            #expect(await store.runs(limit: 1).first?.state == .concluded)
        }
    }

    @Test func `no more runs than the bound are under way at once`() async throws {
        let gate = Gate()
        let council = Council.scripted(chairmanWaitsAt: gate)
        try await Hub.run([council], limits: ServiceLimits(runsUnderWay: 2)) { hub in
            var runs: [Run] = []
            for _ in 0..<4 { runs.append(try await hub.service.open(RunRequest("Why?"), for: .local)) }
            try await gate.reached(by: 2)
            #expect(await hub.service.load == (2, 2))
            gate.open()
            for run in runs { #expect(try await hub.read(run.id).end == .ended) }
        }
    }

    @Test func `a run over the bound of the queue is refused with the time to ask again`() async throws {
        let gate = Gate()
        let limits = ServiceLimits(runsUnderWay: 1, runsWaiting: 1)
        try await Hub.run([.scripted(chairmanWaitsAt: gate)], limits: limits) { hub in
            for _ in 0..<2 { _ = try await hub.service.open(RunRequest("Why?"), for: .local) }
            let error = await #expect(throws: ServiceError.self) {
                try await hub.service.open(RunRequest("Why?"), for: .local)
            }
            #expect(error?.code == .tooMany)
            #expect((error?.retryAfter ?? 0) > 0)
            gate.open()
        }
    }

    @Test func `whoever asks for one run does not wait behind somebody's many`() async throws {
        let gate = Gate()
        let order = Mutex<[String]>([])
        let member = ScriptedModel("a/one") { prompt in
            let question = prompt.messages.last?.text ?? ""
            order.withLock { $0.append(question) }
            if question == "first" { try await gate.pass() }
            return .text("From one.")
        }
        let council = Council.scripted(members: [member])
        try await Hub.run([council], limits: ServiceLimits(runsUnderWay: 1)) { hub in
            let (many, one) = (Caller(key: "many"), Caller(key: "one"))
            _ = try await hub.service.open(RunRequest("first"), for: many)
            try await gate.reached()
            let second = try await hub.service.open(RunRequest("second"), for: many)
            let third = try await hub.service.open(RunRequest("third"), for: many)
            _ = try await hub.service.open(RunRequest("single"), for: one)
            gate.open()
            _ = try await hub.read(second.id)
            _ = try await hub.read(third.id)
        }
        #expect(order.withLock { $0 } == ["first", "single", "second", "third"])
    }

    @Test func `a stopped run ends its streams and is not taken up again`() async throws {
        let (store, gate) = (InMemoryStore(), Gate())
        let council = Council.scripted(chairmanWaitsAt: gate)
        let run = try await Hub.run([council], store: store) { hub in
            let run = try await hub.service.open(RunRequest("Why?"), for: .local)
            async let reading = hub.read(run.id)
            try await gate.reached()
            try await hub.service.stop(run.id, for: .local)
            let readingEnd = try await reading.end
            #expect(readingEnd == .stopped)
            return run
        }
        gate.open()
        try await Hub.run([council], store: store) { hub in
            let end = try await hub.read(run.id).end
            #expect(end == .idle)
        }
        #expect(await store.runs(limit: 1).first?.state == .unfinished)
    }

    @Test func `a stopped run can be resumed`() async throws {
        let gate = Gate()
        let council = Council.scripted(chairmanWaitsAt: gate)
        let types = try await Hub.run([council]) { hub in
            let run = try await hub.service.open(RunRequest("Why?"), for: .local)
            try await gate.reached()
            try await hub.service.stop(run.id, for: .local)
            gate.open()
            try await hub.service.resume(run.id, for: .local)
            return try await hub.read(run.id).types
        }
        #expect(types.suffix(2) == ["resumed", "concluded"])
    }

    @Test func `a run without an answer that waits once more can be stopped`() async throws {
        let gate = Gate()
        let member = ScriptedModel("a/one") { prompt in
            if prompt.messages.last?.text == "hold" { try await gate.pass() }
            return .failure(ModelError(.badRequest, "a/one: 400"))
        }
        let limits = ServiceLimits(runsUnderWay: 1)
        try await Hub.run([.scripted(members: [member])], limits: limits) { hub in
            let failed = try await hub.service.open(RunRequest("Why?"), for: .local)
            _ = try await hub.read(failed.id)
            _ = try await hub.service.open(RunRequest("hold"), for: .local)
            try await gate.reached()
            try await hub.service.resume(failed.id, for: .local)
            try await hub.service.stop(failed.id, for: .local)
            #expect(await hub.service.stage(of: failed.id) == nil)
            gate.open()
        }
    }

    @Test func `runs are parked at the end, streams are told so, and the next start finishes them`() async throws {
        let (store, gate) = (InMemoryStore(), Gate())
        let council = Council.scripted(chairmanWaitsAt: gate)
        let limits = ServiceLimits(runsUnderWay: 1, grace: .zero)
        let runs = try await Hub.run([council], store: store, limits: limits) { hub in
            let begun = try await hub.service.open(RunRequest("One?"), for: .local)
            try await gate.reached()
            let waiting = try await hub.service.open(RunRequest("Two?"), for: .local)
            async let first = hub.read(begun.id)
            async let second = hub.read(waiting.id)
            await hub.shutDown()
            let firstEnd = try await first.end
            #expect(firstEnd == .parked)
            let secondEnd = try await second.end
            #expect(secondEnd == .parked)
            return [begun, waiting]
        }
        gate.open()
        try await Hub.run([council], store: store) { hub in
            await hub.service.ready()
            #expect(try await hub.read(runs[0].id).types.suffix(2) == ["resumed", "concluded"])
            let second = try await hub.read(runs[1].id)
            #expect(second.end == .ended)
            #expect(!second.types.contains("resumed"), "it had not begun")
        }
    }

    @Test func `a run that is asked for at the end is refused`() async throws {
        let gate = Gate()
        try await Hub.run([.scripted(chairmanWaitsAt: gate)]) { hub in
            let run = try await hub.service.open(RunRequest("Why?"), for: .local)
            try await gate.reached()
            await hub.shutDown()
            await hub.service.ending()
            let error = await #expect(throws: ServiceError.self) {
                try await hub.service.open(RunRequest("Why?"), for: .local)
            }
            #expect(error?.code == .shuttingDown)
            gate.open()
            #expect(try await hub.read(run.id).types.last == "concluded", "the grace time finishes runs")
        }
    }

    @Test func `a run that is being opened when the service ends is refused`() async throws {
        let gate = Gate()
        try await Hub.run([.scripted()], store: GatedStore(gate: gate)) { hub in
            await hub.service.ready()
            let opening = Task { try await hub.service.open(RunRequest("Why?"), for: .local) }
            try await gate.reached()
            await hub.shutDown()
            await hub.service.ending()
            gate.open()
            let error = await #expect(throws: ServiceError.self) { try await opening.value }
            #expect(error?.code == .shuttingDown)
        }
    }

    @Test func `another key's run cannot be seen, stopped or deleted`() async throws {
        try await Hub.run([.scripted()]) { hub in
            let run = try await hub.service.open(RunRequest("Why?"), for: Caller(key: "ada"))
            let other = Caller(key: "eve")
            for attempt in [
                { @Sendable in _ = try await hub.service.summary(of: run.id, for: other) },
                { @Sendable in _ = try await hub.service.outcome(of: run.id, for: other) },
                { @Sendable in try await hub.service.stop(run.id, for: other) },
                { @Sendable in try await hub.service.delete(run.id, for: other) },
            ] as [@Sendable () async throws -> Void] {
                let error = await #expect(throws: ServiceError.self) { try await attempt() }
                #expect(error?.code == .unknownRun)
            }
        }
    }

    @Test func `a run under way cannot be deleted, one that has ended can`() async throws {
        let gate = Gate()
        try await Hub.run([.scripted(chairmanWaitsAt: gate)]) { hub in
            let run = try await hub.service.open(RunRequest("Why?"), for: .local)
            try await gate.reached()
            await #expect(throws: ServiceError.self) { try await hub.service.delete(run.id, for: .local) }
            gate.open()
            _ = try await hub.read(run.id)
            try await hub.service.delete(run.id, for: .local)
            await #expect(throws: ServiceError.self) { try await hub.service.outcome(of: run.id, for: .local) }
        }
    }

    @Test func `a quiet stream gives signs of life`() async throws {
        let (gate, clock) = (Gate(), TestClock())
        let environment = RunEnvironment(clock: clock)
        try await Hub.run([.scripted(chairmanWaitsAt: gate)], environment: environment) { hub in
            let run = try await hub.service.open(RunRequest("Why?"), for: .local)
            try await gate.reached()
            let reader = RunReader(try await hub.service.subscribe(to: run.id, after: 8))
            guard case .event? = try await reader.next() else {
                Issue.record("the call under way is told first")
                return
            }
            guard case .heartbeat? = try await beat(clock, reader) else {
                Issue.record("no sign of life")
                return
            }
            gate.open()
        }
    }

    private func beat(_ clock: TestClock, _ reader: RunReader) async throws -> RunReader.Item? {
        await clock.sleepers(1)
        clock.advance(by: .seconds(15))
        return try await reader.next()
    }
}
