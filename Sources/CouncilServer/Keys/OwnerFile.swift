import CouncilKit
import FoundationEssentials
import Glibc
import Synchronization

/// A small JSON file that only its owner can read. It is read anew when it has changed, so that what another process
/// writes holds at once; there is always a whole one.
final class OwnerFile<Content: Codable & Sendable>: Sendable {
    private struct State {
        var content: Content
        var stamp: [Int]
    }

    /// What is in the file, for messages.
    private let name: String
    private let path: String?
    private let empty: Content
    private let state: Mutex<State>
    /// Held while the file is changed: nothing that another task writes meanwhile gets lost.
    private let writer = Mutex(())

    /// - Parameter path: The file; it need not exist. `nil` keeps everything in memory only.
    init(_ name: String, path: String?, empty: Content) {
        self.name = name
        self.path = path
        self.empty = empty
        state = Mutex(State(content: empty, stamp: []))
    }

    /// - Throws: ``ServiceError`` if there is a file and it cannot be read.
    func read() throws(ServiceError) -> Content {
        guard let path else { return state.withLock { $0.content } }
        let stamp = Self.stamp(of: path)
        if let known = state.withLock({ $0.stamp == stamp ? $0.content : nil }) { return known }
        guard !stamp.isEmpty else {
            state.withLock { $0 = State(content: empty, stamp: []) }
            return empty
        }
        do {
            let content = try JSONDecoder.events.decode(Content.self, from: try Data(contentsOf: URL(filePath: path)))
            state.withLock { $0 = State(content: content, stamp: stamp) }
            return content
        } catch is DecodingError {
            throw ServiceError(
                .failed, "The \(name) of the server cannot be read.",
                detail: "\(path) is damaged. Put a copy back.")
        } catch {
            throw ServiceError(
                .failed, "The \(name) of the server cannot be read.",
                detail: "\(path) has to belong to the user who reads it.")
        }
    }

    func change(_ body: (inout Content) throws(ServiceError) -> Void) throws(ServiceError) {
        try writer.withLock { _ throws(ServiceError) in
            var content = try read()
            try body(&content)
            try write(content)
        }
    }

    private func write(_ content: Content) throws(ServiceError) {
        guard let path else { return state.withLock { $0.content = content } }
        do {
            let folder = URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false)
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            encoder.dateEncodingStrategy = .iso8601
            try Self.write(try encoder.encode(content), to: path, in: folder)
        } catch {
            let reason = (error as? WriteFailure)?.reason ?? "its folder cannot be made"
            throw ServiceError(
                .failed, "The \(name) of the server cannot be written.",
                detail: "\(path): \(reason). Check whose the folder is.")
        }
    }

    /// Writes a file beside the old one and puts it in its place.
    private static func write(_ data: Data, to path: String, in folder: String) throws {
        let draft = "\(path).\(RandomName.make(8))"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw WriteFailure(reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        // What root writes is for whom the folder belongs to: a server of another user has to read it.
        var owner = stat()
        if geteuid() == 0, stat(folder, &owner) == 0 { fchown(descriptor, owner.st_uid, owner.st_gid) }
        let bytes = Array(data)
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0,
            rename(draft, path) == 0
        else {
            let reason = String(cString: strerror(errno))
            unlink(draft)
            throw WriteFailure(reason: reason)
        }
    }

    /// What changes when the file does; empty if there is none.
    private static func stamp(of path: String) -> [Int] {
        var status = stat()
        guard stat(path, &status) == 0 else { return [] }
        return [Int(status.st_ino), Int(status.st_size), Int(status.st_mtim.tv_sec), Int(status.st_mtim.tv_nsec)]
    }
}

private struct WriteFailure: Error {
    var reason: String
}
