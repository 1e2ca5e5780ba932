import NIOPosix

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A server that lets nobody in: its queue of connections is full and it accepts none, so whoever connects waits until
/// a clock of its own ends that, or the server lets it in. It stands for hosts behind a firewall that drops what it does
/// not like, and for those that are overrun.
///
/// ```swift
/// try await DeafServer.run { server in
///     let http = HTTPEndpoint(name: "deaf", baseURL: server.baseURL, connectTimeout: 0.2)
///     …
/// }
/// ```
///
/// Linux alone drops connections for which there is no place in the queue; elsewhere they may be taken in.
public struct DeafServer: Sendable {
    /// The port of the loopback address it listens on.
    public let port: Int

    /// What clients call: `http://127.0.0.1:PORT/v1`.
    public var baseURL: String { "http://127.0.0.1:\(port)/v1" }

    private let listener: Socket
    private let guests: [Socket]

    /// Lets in whoever knocks next, which takes about a second, and hears what it says until it leaves.
    /// - Returns: How long it stayed, and how many bytes it sent. To be asked once.
    /// - Throws: If nobody knocks for ten seconds.
    public func admitOne() async throws -> (stay: Duration, bytes: Int) {
        try await NIOThreadPool.singleton.runIfActive {
            // One guest is in the queue, the other one knocks like anyone else.
            guests[1].giveUp()
            try listener.accepted().close()
            let client = try listener.accepted()
            defer { client.close() }
            let clock = ContinuousClock()
            let start = clock.now
            let bytes = client.readToEnd()
            return (start.duration(to: clock.now), bytes)
        }
    }

    /// No socket could be had.
    struct Unavailable: Error {
        /// The system's number for the reason (`errno`).
        let reason: Int32
    }

    /// Starts the server, runs the body and stops the server.
    /// - Throws: What the body throws, or why the server could not start.
    public static func run<Result>(_ body: (DeafServer) async throws -> Result) async throws -> Result {
        let listener = try Socket()
        let port = try listener.listen()
        // A queue of length 0 holds one.
        let guests = try (0..<2).map { _ in try Socket() }
        for guest in guests { guest.connect(to: port) }
        defer { for socket in [listener] + guests { socket.close() } }
        return try await body(DeafServer(port: Int(port), listener: listener, guests: guests))
    }

    private struct Socket {
        let descriptor: Int32

        init(descriptor: Int32) { self.descriptor = descriptor }

        init() throws {
            #if canImport(Glibc)
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            #else
            descriptor = socket(AF_INET, SOCK_STREAM, 0)
            #endif
            guard descriptor >= 0 else { throw Unavailable(reason: errno) }
        }

        /// - Returns: The port.
        func listen() throws -> UInt16 {
            // Whoever is waited for and does not come must not hold up a test for ever.
            var patience = timeval(tv_sec: 10, tv_usec: 0)
            let size = socklen_t(MemoryLayout<timeval>.size)
            guard setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size) == 0 else {
                throw Unavailable(reason: errno)
            }
            let isListening = Self.withAddress(port: 0) { systemBind(descriptor, $0, $1) == 0 }
            guard isListening, systemListen(descriptor, 0) == 0 else { throw Unavailable(reason: errno) }
            var address = sockaddr_in()
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let isKnown = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) == 0 }
            }
            guard isKnown else { throw Unavailable(reason: errno) }
            return UInt16(bigEndian: address.sin_port)
        }

        /// Asks for a connection and does not wait for it.
        func connect(to port: UInt16) {
            _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
            _ = Self.withAddress(port: port) { systemConnect(descriptor, $0, $1) }
        }

        /// Ends the attempt to connect; the descriptor stays until ``close()``.
        func giveUp() { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }

        /// Waits for the next connection.
        func accepted() throws -> Socket {
            let client = accept(descriptor, nil, nil)
            guard client >= 0 else { throw Unavailable(reason: errno) }
            return Socket(descriptor: client)
        }

        /// Reads until the other side closes.
        /// - Returns: How many bytes have come.
        func readToEnd() -> Int {
            var bytes = 0
            withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { buffer in
                while case let count = read(descriptor, buffer.baseAddress, buffer.count), count > 0 { bytes += count }
            }
            return bytes
        }

        func close() { systemClose(descriptor) }

        private static func withAddress<Value>(
            port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Value
        ) -> Value {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            let length = socklen_t(MemoryLayout<sockaddr_in>.size)
            return withUnsafePointer(to: address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
            }
        }
    }
}

// The members of `Socket` have the names of these.
private func systemBind(_ descriptor: Int32, _ address: UnsafePointer<sockaddr>, _ length: socklen_t) -> Int32 {
    bind(descriptor, address, length)
}

private func systemConnect(_ descriptor: Int32, _ address: UnsafePointer<sockaddr>, _ length: socklen_t) -> Int32 {
    connect(descriptor, address, length)
}

private func systemListen(_ descriptor: Int32, _ backlog: Int32) -> Int32 { listen(descriptor, backlog) }

private func systemClose(_ descriptor: Int32) { _ = close(descriptor) }
