import AsyncHTTPClient
import NIOCore
import NIOHTTPCompression
import NIOPosix
import Synchronization

extension HTTPClient {
    private static let clients = Mutex<[Int64: HTTPClient]>([:])

    /// A loop for every four processors: fewer of them wake less often, with more to do.
    private static let eventLoops = MultiThreadedEventLoopGroup(numberOfThreads: max(1, System.coreCount / 4))

    /// The client of all providers with the same connect timeout: a pool of connections for the life of the process.
    /// - Parameter connectTimeout: Seconds; less than a millisecond counts as one.
    static func council(connectTimeout: Double) -> HTTPClient {
        let milliseconds = Int64(min(max(connectTimeout * 1000, 1), 86_400_000))
        return clients.withLock { clients in
            if let client = clients[milliseconds] { return client }
            let client = HTTPClient(
                eventLoopGroup: eventLoops,
                configuration: .council(connectTimeout: .milliseconds(milliseconds)))
            clients[milliseconds] = client
            return client
        }
    }
}

extension HTTPClient.Configuration {
    fileprivate static func council(connectTimeout: TimeAmount) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            // A redirect would turn POST into GET and may lead the key astray.
            redirectConfiguration: .disallow,
            // Calls have time limits of their own. One here would set a timer for every part of every reply.
            timeout: Timeout(connect: connectTimeout))
        // Servers such as llama-server and uvicorn drop an idle connection after five seconds. Whoever sends at that
        // very moment loses the request, so the client lets go first.
        configuration.connectionPool.idleTimeout = .seconds(4)
        // The default is 8: the ninth stream would wait.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1024
        // Otherwise a refused connection is tried again for ten seconds.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.http1_1ConnectionDebugInitializer = { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(UnusedConnection())
            }
        }
        // A call has a span of its own; one more for its request would say the same, and every waiting call keep it.
        configuration.tracing.tracer = nil
        // No compression is asked for, but some proxies compress all the same. What unfolds to more is a bomb.
        configuration.decompression = .enabled(limit: .ratio(100))
        return configuration
    }
}
