import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What `llama-server` writes, in a file that is renamed when it has grown too long, so that two are kept at most.
struct ServerLog: Sendable {
    private static let longest = 1_000_000

    var path: String

    /// Writes as much as goes. A log that cannot be written must not stop the server.
    func append(_ bytes: [UInt8]) {
        if let stamp = FileStamp(of: path), stamp.size + bytes.count > Self.longest {
            rename(path, path + ".previous")
        }
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    }
}
