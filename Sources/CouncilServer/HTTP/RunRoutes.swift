import CouncilKit
import Hummingbird
import NIOCore

/// `/v1/runs`: everything about runs.
struct RunRoutes: Sendable {
    let service: RunService
    let options: ServerOptions
    let keys: KeyRing
    let links: ShareLinks
    /// Writes a run as Markdown.
    let markdown: @Sendable (Outcome) -> String

    func create(_ request: Request, _ context: ServerContext) async throws -> Response {
        var request = request
        var wanted = try RunRequest(try await request.readFields(options))
        wanted.idempotencyKey = try request.idempotencyKey
        if let previous = wanted.continues {
            wanted.history = try await service.conversation(of: previous, for: context.caller) + wanted.history
        }
        let run = try await service.open(wanted, for: context.caller)
        var response = try await object(of: run.id, context, status: .created)
        response.headers[.location] = "/v1/runs/\(run.id)"
        return response
    }

    func estimate(_ request: Request, _ context: ServerContext) async throws -> Response {
        var request = request
        let wanted = try RunRequest(try await request.readFields(options))
        return try .encoded(RunEstimate(try await service.draft(wanted, for: context.caller)))
    }

    func list(_ request: Request, _ context: ServerContext) async throws -> Response {
        let query = request.uri.queryParameters
        let state = query["state"].map(String.init)
        guard state.map({ RunSummary.State(rawValue: $0) != nil }) ?? true else {
            throw ServiceError(
                .invalidRequest, "“state” is unfinished, concluded or unanswered.", field: "state")
        }
        let limit = query["limit"].map { Int($0) } ?? 20
        guard let limit, (1...100).contains(limit) else {
            throw ServiceError(.invalidRequest, "“limit” is a number from 1 to 100.", field: "limit")
        }
        let found = try await service.store.runs(
            RunQuery(
                text: query["q"].map(String.init), state: state.flatMap(RunSummary.State.init(rawValue:)),
                origin: context.caller.scope, after: query["after"].map { Run.ID(rawValue: String($0)) },
                limit: limit + 1))
        var objects: [RunObject] = []
        for summary in found.prefix(limit) {
            objects.append(RunObject(summary, stage: await service.stage(of: summary.id)))
        }
        return try .encoded(RunList(data: objects, hasMore: found.count > limit))
    }

    func get(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await object(of: try context.run(), context)
    }

    func delete(_ request: Request, _ context: ServerContext) async throws -> Response {
        let id = try context.run()
        try await service.delete(id, for: context.caller)
        // Links to what is gone lead nowhere; those that cannot be taken from their file do no harm.
        do { try links.revoke(id) } catch { service.log(error, id, "was deleted without its links") }
        return Response(status: .noContent)
    }

    func rename(_ request: Request, _ context: ServerContext) async throws -> Response {
        var request = request
        let fields = try await request.readFields(options)
        try fields.check(known: ["title"])
        let title = try fields.string("title")
        guard (title ?? "").count <= 200 else { throw fields.error("title", "has at most 200 characters") }
        try await service.rename(try context.run(), to: title.flatMap { $0.isEmpty ? nil : $0 }, for: context.caller)
        return try await object(of: try context.run(), context)
    }

    func cancel(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await service.stop(try context.run(), for: context.caller)
        return try await object(of: try context.run(), context)
    }

    func resume(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await service.resume(try context.run(), for: context.caller)
        return try await object(of: try context.run(), context)
    }

    func export(_ request: Request, _ context: ServerContext) async throws -> Response {
        let id = try context.run()
        let outcome = try await service.outcome(of: id, for: context.caller)
        var response: Response
        switch request.uri.queryParameters["format"].map(String.init) ?? "json" {
        case "markdown": response = .text(markdown(outcome), type: "text/markdown; charset=utf-8")
        case "json":
            let events = try await service.store.events(of: id, after: 0)
            let lines = try events.enumerated().map { try RunEvent($1, position: $0 + 1).json() }
            response = .text("[" + lines.joined(separator: ",\n") + "]\n", type: "application/json")
        default: throw ServiceError(.invalidRequest, "“format” is json or markdown.", field: "format")
        }
        let ending = response.headers[.contentType] == "application/json" ? "json" : "md"
        response.headers[.contentDisposition] = "attachment; filename=\"\(id).\(ending)\""
        return response
    }

    /// The run's events from `Last-Event-ID`, or `after` in the query, on.
    func events(_ request: Request, _ context: ServerContext) async throws -> Response {
        let id = try context.run()
        _ = try await service.summary(of: id, for: context.caller)
        let subscription = try await service.subscribe(to: id, after: try request.position)
        return .events { writer in
            try await writer.send(RunReader(subscription)) { $0 }
        }
    }

    private func object(
        of id: Run.ID, _ context: ServerContext, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let summary = try await service.summary(of: id, for: context.caller)
        let outcome = try await service.outcome(of: id, for: context.caller)
        return try .encoded(
            RunObject(
                summary, stage: await service.stage(of: id), outcome: outcome,
                isShared: (try? links.has(id, keys: keys)) ?? false),
            status: status)
    }
}

extension ServerContext {
    /// The run of the path.
    func run() throws(ServiceError) -> Run.ID { Run.ID(rawValue: try parameter("id")) }
}

extension Request {
    /// The position after which a stream of events begins: `Last-Event-ID`, or `after` in the query.
    var position: Int {
        get throws(ServiceError) {
            let after = try Self.position(uri.queryParameters["after"].map(String.init), "after")
            return try Self.position(headers[.lastEventID], "Last-Event-ID") ?? after ?? 0
        }
    }

    private static func position(_ text: String?, _ name: String) throws(ServiceError) -> Int? {
        guard let text else { return nil }
        guard let position = Int(text), position >= 0 else {
            throw ServiceError(.invalidRequest, "“\(name)” is the position of an event.", field: name)
        }
        return position
    }
}

extension EventStreamWriter {
    /// Writes a run as it is read; what is at hand together goes out together.
    /// - Parameter show: What is shown of an item; `nil` ends the stream because the reader's right to it has ended.
    @concurrent
    mutating func send(
        _ reader: RunReader, showing show: @Sendable (RunReader.Item) throws -> RunReader.Item?
    ) async throws {
        try await retry(1000)
        while let first = try await reader.next() {
            var item: RunReader.Item? = first
            while let known = item {
                guard let shown = try show(known) else { return try await send(["reason": "revoked"], name: "end") }
                try await gather(try shown.frame)
                item = reader.nextAtHand()
            }
            try await flush()
        }
    }
}

extension RunReader.Item {
    /// The item in a stream.
    fileprivate var frame: ByteBuffer {
        get throws {
            switch self {
            case .event(let event): try event.frame()
            case .heartbeat: ByteBuffer(string: ": heartbeat\n\n")
            case .end(let end): ByteBuffer(string: "event: end\ndata: \(end.json.text)\n\n")
            }
        }
    }
}

extension RunFeed.End {
    /// What the last event of a stream says.
    fileprivate var json: JSONValue {
        switch self {
        case .ended: ["reason": "ended"]
        case .stopped: ["reason": "stopped"]
        case .parked: ["reason": "shutting_down"]
        case .failed(let words): ["reason": "failed", "message": .string(words)]
        case .idle: ["reason": "idle"]
        }
    }
}

extension Response {
    static func encoded(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        .text(try JSONText(encoding: value).string, type: "application/json", status: status)
    }
}
