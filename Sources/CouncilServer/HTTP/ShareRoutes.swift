import CouncilKit
import FoundationEssentials
import Hummingbird

/// Links to runs, and what can be done with one: read this run, and nothing else.
struct ShareRoutes: Sendable {
    let service: RunService
    let keys: KeyRing
    let links: ShareLinks
    let allowance: RequestAllowance
    let options: ServerOptions

    /// `POST /v1/runs/{id}/share`
    func create(_ request: Request, _ context: ServerContext) async throws -> Response {
        let id = try context.run()
        _ = try await service.summary(of: id, for: context.caller)
        let word = try links.create(for: id, by: context.caller.key, keys: keys)
        return .json(
            [
                "object": "share", "run": .string(id.rawValue), "token": .string(word),
                "path": .string("/shared/\(word)"),
            ], status: .created)
    }

    /// `DELETE /v1/runs/{id}/share`
    func revoke(_ request: Request, _ context: ServerContext) async throws -> Response {
        let id = try context.run()
        _ = try await service.summary(of: id, for: context.caller)
        try links.revoke(id)
        return Response(status: .noContent)
    }

    /// `GET /v1/shared/{token}`
    func get(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (entry, summary) = try await follow(try context.parameter("token"))
        let outcome = try await service.outcome(of: entry.run, for: entry.sharer)
        var object = RunObject(summary, stage: await service.stage(of: entry.run), outcome: outcome)
        object.continues = nil
        object.failures = object.failures?.map { RunObject.Failure(call: $0.call, error: $0.error.forGuests) }
        return try .encoded(object)
    }

    /// `GET /v1/shared/{token}/events`: the run's events, until they end or the link does.
    func events(_ request: Request, _ context: ServerContext) async throws -> Response {
        let word = try context.parameter("token")
        let (entry, _) = try await follow(word)
        let subscription = try await service.subscribe(
            to: entry.run, after: try request.position, link: entry.hash)
        return .events { writer in
            try await writer.send(RunReader(subscription)) { item in
                try links.entry(of: word, keys: keys) == nil ? nil : item.forGuests
            }
        }
    }

    /// `POST /v1/shared/{token}/markdown`: renders texts for the page that shows the run.
    func markdown(_ request: Request, _ context: ServerContext) async throws -> Response {
        _ = try await follow(try context.parameter("token"))
        return try await MarkdownRoutes(options: options).render(request, context)
    }

    /// `GET /shared/{token}`: the page. It says itself what is wrong with a link that leads nowhere.
    func page(
        _ file: @escaping @Sendable (Request, ServerContext) throws -> Response
    ) -> @Sendable (Request, ServerContext) throws -> Response {
        { request, context in
            var response = try file(request, context)
            response.headers[.robots] = "noindex"
            let word = try context.parameter("token")
            if try links.entry(of: word, keys: keys) == nil { response.status = .notFound }
            return response
        }
    }

    /// A link and its run, for one request of its guests.
    private func follow(_ word: String) async throws -> (entry: ShareLinks.Entry, summary: RunSummary) {
        let nowhere = ServiceError(.unknownRun, "This link leads nowhere: it was revoked, or its run was deleted.")
        guard let entry = try links.entry(of: word, keys: keys) else { throw nowhere }
        try allowance.take(key: entry.hash, perMinute: options.requestsPerLink, holder: "All readers of this link")
        do {
            return (entry, try await service.summary(of: entry.run, for: entry.sharer))
        } catch let error as ServiceError where error.code == .unknownRun {
            throw nowhere
        }
    }
}

extension ShareLinks.Entry {
    /// Whoever made the link.
    fileprivate var sharer: Caller { Caller(key: key) }
}

extension RunReader.Item {
    /// The same for somebody who may see this run alone: without the conversation before it, what was attached and asked
    /// for beside the question, earlier runs' strengths, and how the server is set up.
    fileprivate var forGuests: RunReader.Item {
        if case .end(.failed) = self { return .end(.failed("The run broke off.")) }
        guard case .event(let whole) = self else { return self }
        let event = whole.withoutOmissions
        switch event.event {
        case .opened(var run):
            run.history = []
            run.continues = nil
            run.attachments = nil
            run.settings.guidance = nil
            run.settings.review?.prompt = nil
            run.settings.budget = nil
            run.prices = nil
            run.strengths = nil
            run.origin = [:]
            return .event(RunEvent(.opened(run), position: event.position))
        case .concluded(var conclusion):
            conclusion.mayCost = nil
            return .event(RunEvent(.concluded(conclusion), position: event.position))
        case .failed(let call, let error):
            return .event(RunEvent(.failed(call, error.forGuests), position: event.position))
        case .setback(let call, var setback):
            setback.error = setback.error?.forGuests
            return .event(RunEvent(.setback(call, setback), position: event.position))
        case .unreadable(let call, let reply, _) where reply.text.isEmpty:
            // The complaint is then what the provider said.
            let complaint = "The provider refused the request."
            return .event(RunEvent(.unreadable(call, reply, complaint: complaint), position: event.position))
        default: return .event(event)
        }
    }
}

extension RunEvent {
    /// The same without the names of what was attached and a model could not take.
    fileprivate var withoutOmissions: RunEvent {
        guard event.callAndReply?.reply.omissions != nil else { return self }
        let changed = event.replacing { reply in
            var reply = reply
            reply.omissions = nil
            return reply
        }
        return RunEvent(changed, position: position)
    }
}

extension ModelError {
    /// What happened, without the words about it and without what the owner of the server can do: both name addresses
    /// and settings.
    fileprivate var forGuests: ModelError { ModelError(code, "The model did not answer (\(code.rawValue)).") }
}
