import AsyncHTTPClient
import NIOCore
import NIOHTTPCompression

extension HTTPClient {
    /// The one client of all providers: a pool of connections for the life of the process.
    static let council = HTTPClient(
        eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: .council)
}

extension HTTPClient.Configuration {
    fileprivate static var council: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            // A redirect would turn POST into GET and may lead the key astray.
            redirectConfiguration: .disallow,
            // The council has a time limit of its own; this one only catches a dead connection.
            timeout: Timeout(connect: .seconds(10), read: .minutes(60)))
        // Servers such as llama-server and uvicorn drop an idle connection after five seconds. Whoever sends at that
        // very moment loses the request, so the client lets go first.
        configuration.connectionPool.idleTimeout = .seconds(4)
        // The default is 8: the ninth stream would wait.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1024
        // Otherwise a refused connection is tried again for ten seconds.
        configuration.connectionPool.retryConnectionEstablishment = false
        // No compression is asked for, but some proxies compress all the same. What unfolds to more is a bomb.
        configuration.decompression = .enabled(limit: .ratio(100))
        return configuration
    }
}
