import CouncilKit
import FoundationEssentials
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import ServiceLifecycle

/// The server: its routes over a ``RunService``, ready to be run beside it.
///
/// In a `ServiceGroup`, put the service after the application: what comes last is told to end first, so that open
/// streams end before the connections are waited for.
public struct CouncilApplication: Service {
    private let service: RunService
    private let keys: KeyRing
    private let links: ShareLinks
    private let options: ServerOptions
    private let hooks: ServerHooks
    private let logger: Logger
    private let onServing: @Sendable (Int) async -> Void

    /// - Parameter onServing: Called with the port once connections are accepted.
    /// - Throws: ``ServiceError`` if others than this machine could reach the server and there are no keys.
    public init(
        _ service: RunService, keys: KeyRing, links: ShareLinks = ShareLinks(path: nil),
        options: ServerOptions = ServerOptions(),
        hooks: ServerHooks = ServerHooks(), logger: Logger = Logger(label: "council"),
        onServing: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws(ServiceError) {
        let needsKey = try keys.needsKey()
        guard options.isLoopback || needsKey else {
            throw ServiceError(
                .unauthorized,
                "Without keys the server listens on this machine only. Create one with `council keys create NAME` "
                    + "and the same --store, or leave out --host \(options.host).")
        }
        self.service = service
        self.keys = keys
        self.links = links
        self.options = options
        self.hooks = hooks
        self.logger = logger
        self.onServing = onServing
    }

    public func run() async throws {
        let application = Application(
            router: router(),
            server: HTTPServerBuilder { responder in
                HTTP1Channel(
                    responder: responder,
                    configuration: HTTP1Channel.Configuration(
                        additionalChannelHandlers: [LastResponseHandler()],
                        idleTimeout: .nanoseconds(options.idleTimeout.nanoseconds),
                        httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
                            maxHeaderFieldSize: options.maximumHeaders, maxHeaderListSize: options.maximumHeaders,
                            maxHeaderFieldCount: 100)))
            },
            configuration: ApplicationConfiguration(
                address: .hostname(options.host, port: options.port), serverName: nil, backlog: 1024,
                availableConnectionsDelegate: MaximumAvailableConnections(options.maximumConnections)),
            onServerRunning: { channel in await onServing(channel.localAddress?.port ?? 0) },
            logger: logger)
        do {
            try await application.run()
        } catch {
            throw ServiceError(error, listeningAt: options) ?? error
        }
    }

    /// All routes. `openapi.yaml` describes the same; a test compares them.
    func router() -> Router<ServerContext> {
        let router = Router(context: ServerContext.self)
        let sessions = Sessions(uptime: service.environment.uptime)
        let allowance = RequestAllowance(uptime: service.environment.uptime)
        router.add(
            middleware: Gatekeeper(
                keys: keys, sessions: sessions, allowance: allowance,
                hosts: HostRule(names: options.hostNames), page: hooks.page, logger: logger))
        addSystem(to: router)
        addChat(to: router)
        addRuns(to: router)
        let session = SessionRoutes(keys: keys, sessions: sessions, options: options)
        router.post("/v1/session", use: session.begin)
        router.get("/v1/session", use: session.get)
        router.delete("/v1/session", use: session.end)
        let mcp = MCPRoutes(server: MCPServer(service, markdown: hooks.markdown), options: options)
        router.post("/mcp", use: mcp.post)
        router.get("/mcp", use: mcp.refuse)
        router.delete("/mcp", use: mcp.refuse)
        router.post("/v1/markdown", use: MarkdownRoutes(options: options).render)
        addPage(to: router)
        addShares(to: router, allowance)
        return router
    }

    private var page: PageRoutes { PageRoutes(page: hooks.page) }

    private func addPage(to router: Router<ServerContext>) {
        for path in hooks.page.files.keys.sorted() { router.get(RouterPath(path), use: page.file(at: path)) }
    }

    private func addShares(to router: Router<ServerContext>, _ allowance: RequestAllowance) {
        let shares = ShareRoutes(
            service: service, keys: keys, links: links, allowance: allowance, options: options)
        router.post("/v1/runs/{id}/share", use: shares.create)
        router.delete("/v1/runs/{id}/share", use: shares.revoke)
        router.get("/v1/shared/{token}", use: shares.get)
        router.get("/v1/shared/{token}/events", use: shares.events)
        router.post("/v1/shared/{token}/markdown", use: shares.markdown)
        if hooks.page.has("/") {
            router.get("/shared/{token}", use: shares.page(page.file(at: "/")))
        }
    }

    private func addSystem(to router: Router<ServerContext>) {
        let system = SystemRoutes(service: service, hooks: hooks)
        router.get("/health", use: system.health)
        router.get("/ready", use: system.ready)
        router.get("/openapi.yaml", use: system.description)
        router.get("/metrics", use: system.metrics)
        router.get("/v1/councils", use: system.councils)
        router.get("/v1/councils/{name}/health", use: system.checkup)
        router.get("/v1/stats", use: system.stats)
    }

    private func addChat(to router: Router<ServerContext>) {
        let desk = AnswerDesk(service: service, options: options)
        let models = ModelRoutes(service: service)
        router.get("/v1/models", use: models.list)
        router.get("/v1/models/{model}", use: models.get)
        router.post("/v1/chat/completions", use: ChatRoutes(desk: desk).complete)
        router.post("/v1/responses", use: ResponsesRoutes(desk: desk).create)
        router.post("/v1/messages", use: MessagesRoutes(desk: desk).create)
    }

    private func addRuns(to router: Router<ServerContext>) {
        let runs = RunRoutes(
            service: service, options: options, keys: keys, links: links, markdown: hooks.markdown)
        router.post("/v1/runs", use: runs.create)
        router.get("/v1/runs", use: runs.list)
        router.post("/v1/estimate", use: runs.estimate)
        router.get("/v1/runs/{id}", use: runs.get)
        router.delete("/v1/runs/{id}", use: runs.delete)
        router.patch("/v1/runs/{id}", use: runs.rename)
        router.get("/v1/runs/{id}/events", use: runs.events)
        router.get("/v1/runs/{id}/export", use: runs.export)
        router.post("/v1/runs/{id}/cancel", use: runs.cancel)
        router.post("/v1/runs/{id}/resume", use: runs.resume)
    }
}

extension Duration {
    fileprivate var nanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
}
