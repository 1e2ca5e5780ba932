import CouncilKit
import FoundationEssentials
import Glibc
import Synchronization

/// Locks of the operating system, one a run: a byte of a common file, chosen by the run's name.
///
/// The kernel drops a process's locks when it ends, even by SIGKILL, and says which process holds one. POSIX locks
/// belong to the process and fall with *any* closed descriptor of the file (fcntl(2)); therefore each lock file is
/// opened once per process, never closed, and locks within the process are kept in a set beside it.
struct RunLocks: Sendable {
    private struct File {
        var descriptor: Int32
        var held: Set<Run.ID> = []
    }

    private static let files = Mutex<[String: File]>([:])

    let path: String

    func acquire(_ run: Run.ID) throws(StoreError) -> any RunLease {
        let refusal = Self.files.withLock { files -> StoreError? in
            guard var file = file(in: &files) else { return unavailable("opened") }
            defer { files[path] = file }
            guard !file.held.contains(run) else {
                return StoreError(.held, "Run \(run) is being worked on elsewhere in this program.")
            }
            var lock = Self.lock(F_WRLCK, on: run)
            if fcntl(file.descriptor, F_SETLK, &lock) == 0 {
                file.held.insert(run)
                return nil
            }
            guard errno == EACCES || errno == EAGAIN else { return unavailable("locked") }
            return StoreError(.held, "Run \(run) is being worked on by \(Self.holder(of: run, in: file.descriptor)).")
        }
        if let refusal { throw refusal }
        return Lease(run: run, path: path)
    }

    /// How many runs this process works on; `nil` while it opens one on money that runs share, for which others wait.
    var underWay: Int? {
        Self.files.withLock { files in
            guard let held = files[path]?.held else { return 0 }
            return held.contains(.spending) ? nil : held.count(where: \.isRun)
        }
    }

    /// Whether this process or another has the lock of a run.
    func isHeld(_ run: Run.ID) throws(StoreError) -> Bool {
        let isHeld = Self.files.withLock { files -> Bool? in
            guard let file = file(in: &files) else { return nil }
            if file.held.contains(run) { return true }
            var lock = Self.lock(F_WRLCK, on: run)
            return fcntl(file.descriptor, F_GETLK, &lock) == 0 ? lock.l_type != Int16(F_UNLCK) : nil
        }
        guard let isHeld else { throw unavailable("read") }
        return isHeld
    }

    /// The file of this path, opened if it was not yet.
    private func file(in files: inout [String: File]) -> File? {
        if let file = files[path] { return file }
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        files[path] = File(descriptor: descriptor)
        return files[path]
    }

    private func unavailable(_ verb: String) -> StoreError {
        StoreError(.unavailable, "The lock file \(path) cannot be \(verb): \(String(cString: strerror(errno))).")
    }

    private static func holder(of run: Run.ID, in descriptor: Int32) -> String {
        var lock = lock(F_WRLCK, on: run)
        guard fcntl(descriptor, F_GETLK, &lock) == 0, lock.l_pid > 0 else { return "another process" }
        let name = try? String(contentsOfFile: "/proc/\(lock.l_pid)/comm", encoding: .utf8)
        let program = name.map { " (\($0.trimmingSuffix(while: \.isNewline)))" } ?? ""
        return "process \(lock.l_pid)\(program)"
    }

    private static func lock(_ type: Int32, on run: Run.ID) -> flock {
        var generator = SeededGenerator(seed: 0, purpose: run.rawValue)
        var lock = flock()
        lock.l_type = Int16(type)
        lock.l_whence = Int16(SEEK_SET)
        lock.l_start = off_t(generator.next() >> 2)
        lock.l_len = 1
        return lock
    }

    private struct Lease: RunLease {
        var run: Run.ID
        var path: String

        func release() async {
            RunLocks.files.withLock { files in
                guard let descriptor = files[path]?.descriptor else { return }
                files[path]?.held.remove(run)
                var lock = RunLocks.lock(F_UNLCK, on: run)
                _ = fcntl(descriptor, F_SETLK, &lock)
            }
        }
    }
}

extension String {
    fileprivate func trimmingSuffix(while isDropped: (Character) -> Bool) -> String {
        var text = self
        while let last = text.last, isDropped(last) { text.removeLast() }
        return text
    }
}
