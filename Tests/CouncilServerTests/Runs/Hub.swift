import CouncilKit
import CouncilTestKit
import Logging
import ServiceLifecycle
import Synchronization

@testable import CouncilServer

/// A run service at work, for tests.
struct Hub: Sendable {
    let service: RunService
    private let group: ServiceGroup

    /// Runs a body with a service; when it ends, the service is told to end.
    static func run<Result: Sendable>(
        _ councils: [Council], store: any RunStore = InMemoryStore(), limits: ServiceLimits = ServiceLimits(),
        environment: RunEnvironment = RunEnvironment(clock: ContinuousClock()),
        _ body: (Hub) async throws -> Result
    ) async throws -> Result {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let service = RunService(
            CouncilRoster(councils.map { CouncilRoster.Entry($0, budget: $0.settings.budget) }), store: store,
            limits: limits,
            environment: environment, logger: logger)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(services: [service], logger: logger))
        return try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            defer { tasks.cancelAll() }
            return try await body(Hub(service: service, group: group))
        }
    }

    /// Tells the service to end, as SIGTERM does.
    func shutDown() async { await group.triggerGracefulShutdown() }

    /// Reads a run to the end of its stream.
    func read(_ run: Run.ID, after position: Int = 0) async throws -> Reading {
        var reading = Reading()
        let reader = RunReader(try await service.subscribe(to: run, after: position))
        while let item = try await reader.next() {
            switch item {
            case .event(let event): reading.events.append(event)
            case .heartbeat: reading.heartbeats += 1
            case .end(let end): reading.end = end
            }
        }
        return reading
    }

    /// Opens a run and reads it to its end.
    func ask(_ question: String = "Why?", for caller: Caller = .local) async throws -> Reading {
        try await read(try await service.open(RunRequest(question), for: caller).id)
    }
}

/// What a reader saw.
struct Reading: Sendable {
    var events: [RunEvent] = []
    var heartbeats = 0
    var end: RunFeed.End?

    var positions: [Int] { events.compactMap(\.position) }
    var types: [String] { events.filter { $0.position != nil }.map(\.event.type) }
    /// The pieces of a role in order.
    func pieces(of role: Role) -> [String] {
        events.compactMap { event in
            guard case .piece(role, .text(let text)) = event.event else { return nil }
            return text
        }
    }
}

extension Council {
    /// A council of scripted models whose chairman may have to wait.
    static func scripted(
        _ name: String = "council", members: [ScriptedModel]? = nil, pieces: [String] = ["In ", "conclusion."],
        chairmanWaitsAt gate: Gate? = nil, budget: Budget? = nil
    ) -> Council {
        let chairman = ScriptedModel("x/chair") { _ in
            try await gate?.pass()
            return .pieces(pieces.map { .text($0) }, usage: Usage(input: 10, output: 4, cachedInput: 2, reasoning: 1))
        }
        let names = ["a/one", "b/two", "c/three"]
        return Council(
            name: name, members: (members ?? names.map { .member($0, answer: "From \($0).") }).map { Member($0) },
            chairman: Member(chairman), settings: Settings(retries: 0, budget: budget, synthesis: .plain))
    }
}
