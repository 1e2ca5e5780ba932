/// Where the server listens and what it accepts.
public struct ServerOptions: Sendable, Hashable {
    public var host: String
    /// 0 for any free one.
    public var port: Int
    /// Names of hosts under which the server may be addressed, beside `localhost` and bare addresses.
    public var hostNames: Set<String>
    /// Whether streams of the chat protocols tell what happens before the answer begins.
    public var showsProgress: Bool
    /// The most bytes of a request's body, attachments included.
    public var maximumBody: Int
    /// The most bytes of a request's headers.
    public var maximumHeaders: Int
    /// How long a body may take to arrive.
    public var bodyTimeout: Duration
    /// How long a connection may be without a whole request.
    public var idleTimeout: Duration
    /// The most connections at once.
    public var maximumConnections: Int
    /// The requests that all guests of one link may send in a minute.
    public var requestsPerLink: Int

    public init(
        host: String = "127.0.0.1", port: Int = 8321, hostNames: Set<String> = [], showsProgress: Bool = true,
        maximumBody: Int = 32 << 20, maximumHeaders: Int = 32 << 10, bodyTimeout: Duration = .seconds(60),
        idleTimeout: Duration = .seconds(60), maximumConnections: Int = 8192,
        requestsPerLink: Int = 600
    ) {
        self.host = host
        self.port = port
        self.hostNames = hostNames
        self.showsProgress = showsProgress
        self.maximumBody = maximumBody
        self.maximumHeaders = maximumHeaders
        self.bodyTimeout = bodyTimeout
        self.idleTimeout = idleTimeout
        self.maximumConnections = maximumConnections
        self.requestsPerLink = requestsPerLink
    }

    /// Whether only this machine can reach the server.
    public var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }
}
