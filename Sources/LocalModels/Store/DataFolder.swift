import FoundationEssentials

/// The folder that holds models, runtime and logs.
public struct DataFolder: Sendable, Hashable {
    /// The absolute path.
    public var path: String

    public init(_ path: String) { self.path = path.hasSuffix("/") ? String(path.dropLast()) : path }

    /// `$XDG_DATA_HOME/swift-council`, else `~/.local/share/swift-council`.
    public static var standard: DataFolder {
        let environment = ProcessInfo.processInfo.environment
        if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") {
            return DataFolder(DataFolder(data).path + "/swift-council")
        }
        let home = environment["HOME"] ?? FileManager.default.homeDirectoryForCurrentUser.path(percentEncoded: false)
        return DataFolder(DataFolder(home).path + "/.local/share/swift-council")
    }

    /// The models that the user added.
    var additions: String { path + "/catalogue.json" }

    /// The path of a folder in it, created if need be. The data folder itself is made for its owner alone.
    func folder(_ name: String) throws -> String {
        let folder = path + "/" + name
        do {
            if !FileManager.default.fileExists(atPath: path) {
                try FileManager.default.createDirectory(
                    atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            }
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw LocalModelError(.fileSystem, "\(folder) cannot be created: \(error.words)")
        }
        return folder
    }

    /// Does work that only one process may do at a time; waits if another is at it.
    func locked<Value>(
        _ name: String, report: LocalProgress.Report, work: () async throws -> Value
    ) async throws -> Value {
        let lock = FileLock(path: try folder("locks") + "/\(name).lock")
        let waiting = LocalProgress(.waiting, name, label: "Waiting for another process that is at work on \(name)")
        return try await lock.hold(onWait: { report(waiting) }, while: work)
    }
}

extension Error {
    /// What the error says, for a person.
    var words: String {
        guard let error = self as? CocoaError else { return "\(self)" }
        guard let cause = error.underlying as? POSIXError else { return "\(error)" }
        return "\(cause.code)"
    }
}
