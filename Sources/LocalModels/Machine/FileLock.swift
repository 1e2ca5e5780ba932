#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A lock that only one process holds at a time. The kernel takes it back when the process ends.
struct FileLock {
    /// The lock file; it is created if need be, and stays.
    var path: String

    /// Does the work while no other holder of the lock does.
    /// - Parameters:
    ///   - onWait: Called once if another holder has the lock.
    ///   - work: What must not be done twice at once.
    func hold<Value>(onWait: () -> Void, while work: () async throws -> Value) async throws -> Value {
        // Closed on exec: a child process that inherited the descriptor would keep the lock.
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw error("cannot be written") }
        defer { close(descriptor) }
        var hasWaited = false
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else { throw error("cannot be locked") }
            if !hasWaited { onWait() }
            hasWaited = true
            try await Task.sleep(for: .milliseconds(200))
        }
        return try await work()
    }

    private func error(_ what: String) -> LocalModelError {
        LocalModelError(.fileSystem, "\(path) \(what): \(String(cString: strerror(errno)))")
    }
}
