public import CouncilKit
import CouncilProviders

/// The local models, served by a `llama-server` that lives as long as a closure runs.
///
/// ```swift
/// let store = try ModelStore()
/// let outcome = try await LocalServer.run(models: ["qwen2.5-coder-1.5b", "smollm2-135m"], store: store) { server in
///     let chair = try server.member("qwen2.5-coder-1.5b")
///     let council = Council(members: [chair, try server.member("smollm2-135m")], chairman: chair)
///     return try await council.deliberate(on: "Why is the sky blue?").outcome
/// }
/// ```
///
/// The server listens on the loopback address only. It is started again when it dies, and it ends with the closure
/// and with this process, even if that is killed.
public struct LocalServer: Sendable {
    /// The models that are served, each once.
    public let models: [CatalogueModel]
    /// Why models that were asked for are not served, by id.
    public let failures: [String: LocalModelError]
    let status: ServerStatus

    /// Starts the server, runs the body and ends the server.
    ///
    /// What the machine lacks is found out before anything is fetched or built. A model that cannot be had is left out
    /// as long as there is another: ``model(_:)`` then says why.
    /// - Parameters:
    ///   - ids: The models to serve; naming one twice does no harm.
    ///   - runtime: Which `llama-server` to use.
    ///   - store: Where the models are.
    ///   - port: The port to listen on; `nil` picks a free one.
    ///   - requestsInFlight: The most requests that all models together work on at once; `nil` for what suits the
    ///     machine, on few cores one.
    ///   - fetches: Whether models and runtime that are not here yet are fetched and built, or are an error.
    ///   - report: Takes the progress, and later word of every restart.
    ///   - body: What to do while the server runs.
    /// - Returns: What the body returns.
    /// - Throws: A ``LocalModelError`` if the server cannot be started, else what the body throws.
    public static func run<Value: Sendable>(
        models ids: [String],
        runtime: RuntimeChoice = .built,
        store: ModelStore,
        port: Int? = nil,
        requestsInFlight: Int? = nil,
        fetches: Bool = true,
        report: @escaping LocalProgress.Report = { _ in },
        body: (LocalServer) async throws -> Value
    ) async throws -> Value {
        let machine = store.machine
        let models = try ids.reduce(into: [CatalogueModel]()) { models, id in
            let model = try store.catalogue().model(id)
            if !models.contains(model) { models.append(model) }
        }
        // Before anything is fetched or built, which may take long and would be in vain.
        try machine.checkMemory(for: models)
        let runtime = try LocalRuntime(runtime, folder: store.folder, machine: machine)
        if fetches {
            try await runtime.checkMachine()
            try store.checkSpace(for: models)
        }
        let executable = try await executable(runtime, fetches: fetches, report: report)
        var items: [ServerPreset.Item] = []
        var failures: [String: LocalModelError] = [:]
        for model in models {
            do {
                if fetches { try await store.pull(model.id, report: report) }
                items.append(ServerPreset.Item(model: model, file: try await store.file(of: model.id, report: report)))
            } catch let error as LocalModelError {
                failures[model.id] = error
            }
        }
        if items.isEmpty, let error = models.lazy.compactMap({ failures[$0.id] }).first { throw error }
        let inFlight = max(1, requestsInFlight ?? machine.requestsInFlight)
        // Beyond eight threads memory, not the processor, sets the pace.
        let preset = ServerPreset(items: items, threads: max(1, min(8, machine.cores / inFlight)))
        let supervisor = ServerSupervisor(
            executable: executable, preset: try preset.write(in: store.folder), models: items.map(\.model.id),
            port: port,
            requestsInFlight: inFlight, log: ServerLog(path: try store.folder.folder("logs") + "/llama-server.log"),
            report: report)
        report(LocalProgress(.starting, LocalRuntime.program, label: "Starting llama-server"))
        let status = ServerStatus()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask { await supervisor.run(status) }
            _ = try await status.life()
            report(LocalProgress(.ready, LocalRuntime.program, label: "llama-server is running"))
            return try await body(LocalServer(models: items.map(\.model), failures: failures, status: status))
        }
    }

    /// A model of this server, `local/ID`.
    /// - Throws: ``LocalModelError/Code/unknownModel`` if the server was not started with it; why it could not be had.
    public func model(_ id: String) throws -> LocalModel {
        if let failure = failures[id] { throw failure }
        return LocalModel(model: try Catalogue(models: models).model(id), status: status)
    }

    /// A seat for a model of this server.
    public func member(_ id: String) throws -> Member { Member(try model(id)) }

    /// The address of the OpenAI-compatible interface, up to and including `/v1`. It may change with a restart.
    public var baseURL: String {
        get async throws { try await status.life().endpoint.baseURL }
    }

    private static func executable(
        _ runtime: LocalRuntime, fetches: Bool, report: LocalProgress.Report
    ) async throws -> String {
        guard fetches || runtime.choice != .built || runtime.isReady else {
            throw LocalModelError(
                .notFetched, "llama-server has not been built on this machine yet",
                suggestion: "build it and fetch the models: council models pull")
        }
        return try await runtime.prepare(report: report)
    }
}
