import Glibc

/// Connections of this process, as the kernel knows them.
enum OpenConnections {
    /// The files of a process that are looked at: those of the tests are far fewer.
    private static let mostFiles: Int32 = 2048

    /// How many sockets of this process have a connection to a port of 127.0.0.1 that they have not closed.
    static func count(to port: Int) -> Int { (0..<mostFiles).count { isConnected($0, to: port) } }

    /// Waits until nobody is connected to a port.
    /// - Returns: How many still are after five seconds.
    static func left(to port: Int) async -> Int {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(5)
        var left = count(to: port)
        while left > 0, clock.now < end {
            await Task.yield()
            left = count(to: port)
        }
        return left
    }

    private static func isConnected(_ file: Int32, to port: Int) -> Bool {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isKnown = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(file, $0, &length) == 0 }
        }
        return isKnown && address.sin_family == sa_family_t(AF_INET) && Int(UInt16(bigEndian: address.sin_port)) == port
    }
}
