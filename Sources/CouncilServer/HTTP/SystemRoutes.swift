import CouncilKit
import FoundationEssentials
import Hummingbird

/// What people and programs that look after the server ask.
struct SystemRoutes: Sendable {
    let service: RunService
    let hooks: ServerHooks

    /// `GET /health`: the process answers.
    func health(_ request: Request, _ context: ServerContext) -> Response { .json(["status": "ok"]) }

    /// `GET /ready`: the journal can be read, earlier runs are taken up, and new ones are accepted.
    func ready(_ request: Request, _ context: ServerContext) async throws -> Response {
        _ = try await service.store.runs(limit: 1)
        guard await service.isReady, await !service.isEnding else {
            throw ServiceError(.shuttingDown, "The server is not ready.", retryAfter: 5)
        }
        return .json(["status": "ready"])
    }

    /// `GET /openapi.yaml`
    func description(_ request: Request, _ context: ServerContext) -> Response {
        .text(String(decoding: PackageResources.openapi_yaml, as: UTF8.self), type: "application/yaml")
    }

    /// `GET /metrics`
    func metrics(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (underWay, waiting) = await service.load
        let own = """
            # TYPE council_runs_under_way gauge
            council_runs_under_way \(underWay)
            # TYPE council_runs_waiting gauge
            council_runs_waiting \(waiting)
            # TYPE council_readers gauge
            council_readers \(service.readerCount)

            """
        return .text(own + hooks.metrics(), type: "text/plain; version=0.0.4; charset=utf-8")
    }

    /// `GET /v1/councils`
    func councils(_ request: Request, _ context: ServerContext) -> Response {
        let councils = service.councils
        let list = councils.all.filter { context.caller.allows(council: $0.council.name) }.map { entry -> JSONValue in
            let council = entry.council
            return [
                "name": .string(council.name), "is_default": .bool(council.name == councils.defaultName),
                "members": .array(council.members.map { .string($0.name) }),
                "chairman": .string(council.chairman.name),
                "budget": entry.budget?.run.map { .number($0) } ?? .null,
                "daily_budget": entry.budget?.day.map { .number($0) } ?? .null,
            ]
        }
        return .json(["object": "list", "data": .array(list)])
    }

    /// `GET /v1/councils/{name}/health`: asks every member for one word.
    func checkup(_ request: Request, _ context: ServerContext) async throws -> Response {
        let name = try context.parameter("name")
        try context.caller.check(council: name)
        let council = try service.councils.entry(named: name).council
        return .json(["object": "list", "data": .array(await hooks.checkup(council))])
    }

    /// `GET /v1/stats`: what the caller's newest runs say of the models, and what today has cost.
    func stats(_ request: Request, _ context: ServerContext) async throws -> Response {
        let caller = context.caller
        var outcomes: [Outcome] = []
        for summary in try await service.store.runs(RunQuery(origin: caller.scope, limit: Self.mostCounted)) {
            outcomes.append(Outcome(try await service.store.events(of: summary.id, after: 0)))
        }
        let load = await service.load
        return try .encoded(
            Statistics(
                statistics: CouncilStatistics(outcomes), runsUnderWay: load.underWay, runsWaiting: load.waiting,
                costToday: try await service.store.spending(on: Date()) { caller.sees($0) }.spent))
    }

    private struct Statistics: Encodable {
        private enum CodingKeys: String, CodingKey {
            case object, statistics
            case runsUnderWay = "runs_under_way"
            case runsWaiting = "runs_waiting"
            case costToday = "cost_today"
        }

        var object = "stats"
        var statistics: CouncilStatistics
        var runsUnderWay: Int
        var runsWaiting: Int
        /// US dollars.
        var costToday: Double
    }

    private static let mostCounted = 500
}
