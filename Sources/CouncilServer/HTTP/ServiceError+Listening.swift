import Glibc
import NIOCore

extension ServiceError {
    /// Why the server cannot listen, and what its operator can do; `nil` if the error is about something else.
    init?(_ error: any Error, listeningAt options: ServerOptions) {
        let reason: String? =
            switch error {
            case let error as IOError: Self.reason(of: error.errnoCode)
            case is SocketAddressError.UnknownHost: "the name has no address. Name an address with --host."
            default: nil
            }
        guard let reason else { return nil }
        let host = options.host.contains(":") ? "[\(options.host)]" : options.host
        self.init(.failed, "The server cannot listen at \(host):\(options.port): \(reason)")
    }

    private static func reason(of code: CInt) -> String? {
        switch code {
        case EADDRINUSE: "another program listens there. End that one, or name another port with --port."
        case EACCES: "this user may not. Ports from 1024 on are for everybody; name one with --port."
        case EADDRNOTAVAIL: "this machine has no such address. Name one of its own with --host."
        default: nil
        }
    }
}
