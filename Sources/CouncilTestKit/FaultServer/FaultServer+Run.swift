import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle

extension FaultServer {
    /// Starts the server, runs the body and stops the server.
    /// - Parameters:
    ///   - script: Which step each chat request gets.
    ///   - models: What `GET /v1/models` lists.
    ///   - clock: Measures the script's pauses.
    ///   - body: Works with the server; when it ends, so does the server, whatever its replies are waiting for.
    /// - Throws: What the body throws, or why the server could not start.
    public static func run<Result: Sendable>(
        _ script: Script,
        models: [String] = ["test-model"],
        clock: any Clock<Duration> = ContinuousClock(),
        _ body: (FaultServer) async throws -> Result
    ) async throws -> Result {
        let log = Watched(Log())
        let port = Watched<Int?>(nil)
        let responder = FaultResponder(script: script, models: models, clock: clock, log: log)
        var application = Application(
            responder: Router().buildResponder(),
            server: HTTPServerBuilder { _ in
                HTTP1Channel(responder: { request, writer, _ in try await responder.respond(to: request, writer) })
            },
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in port.update { $0 = channel.localAddress?.port } })
        application.logger.logLevel = .critical
        // A cancelled server may drop a connection that it has just accepted, which NIO takes as a fatal error.
        var configuration = ServiceGroupConfiguration(services: [application], logger: application.logger)
        configuration.maximumGracefulShutdownDuration = .seconds(10)
        let service = ServiceGroup(configuration: configuration)
        return try await withThrowingTaskGroup { group in
            group.addTask {
                do { try await service.run() } catch {
                    // Whoever waits for the port must not wait for ever.
                    port.update { $0 = $0 ?? -1 }
                    throw error
                }
            }
            try await port.wait { $0 != nil }
            guard let number = port.value, number > 0 else {
                try await group.next()
                throw CancellationError()
            }
            func stop() async throws {
                log.update { $0.isStopping = true }
                await service.triggerGracefulShutdown()
                try await group.waitForAll()
            }
            do {
                let result = try await body(FaultServer(port: number, log: log))
                try await stop()
                return result
            } catch {
                try? await stop()
                throw error
            }
        }
    }
}
