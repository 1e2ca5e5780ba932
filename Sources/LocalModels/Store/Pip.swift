import FoundationEssentials

/// `pip download` of packages that are pinned by hash, into a folder.
struct Pip {
    /// Where the packages end up.
    var folder: String
    /// Settings on top of the user's own.
    var environment: [String: String?] = [:]

    /// Downloads packages.
    /// - Parameters:
    ///   - requirements: Lines with name, version and hash.
    ///   - subject: What it is for, as error messages call it.
    ///   - options: Which kinds of package pip may take.
    ///   - progress: Takes the bytes that have arrived, from time to time.
    func download(
        _ requirements: [String], for subject: String, options: [String] = ["--only-binary=:all:"],
        progress: (Int) -> Void
    ) async throws {
        let list = folder + "/requirements.txt"
        try Data((requirements.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: list))
        // Inside the folder, because /tmp may be small; emptied, because a killed pip leaves its files there.
        let temporary = folder + "/tmp"
        try? FileManager.default.removeItem(atPath: temporary)
        try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: true)
        defer {
            for path in [temporary, list] { try? FileManager.default.removeItem(atPath: path) }
        }
        let arguments =
            [
                "-m", "pip", "download", "--disable-pip-version-check", "--no-input", "--no-cache-dir",
                "--progress-bar=off",
            ]
            + ["--no-deps", "--require-hashes"] + options + ["-r", list, "-d", folder]
        let command = Command("python3", arguments, environment: environment.merging(["TMPDIR": temporary]) { $1 })
        let ending = try await watching(temporary, progress: progress) { try await command.run() }
        if !ending.succeeded { throw error(ending, subject: subject) }
    }

    /// Looks at the growing files while the work goes on: pip tells nothing that a program could read.
    private func watching<Value: Sendable>(
        _ temporary: String, progress: (Int) -> Void, work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await work() }
            var reported = 0
            while true {
                group.addTask {
                    try? await Task.sleep(for: .milliseconds(250))
                    return nil
                }
                if let value = try await group.next(), let value {
                    group.cancelAll()
                    return value
                }
                let bytes = Self.bytes(below: temporary)
                if bytes != reported { progress(bytes) }
                reported = bytes
            }
        }
    }

    private static func bytes(below folder: String) -> Int {
        let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
        return paths.reduce(0) { $0 + (FileStamp(of: folder + "/" + $1)?.size ?? 0) }
    }

    private func error(_ ending: Command.Ending, subject: String) -> LocalModelError {
        let words = ending.lastWords
        if words.contains("No space left on device") {
            return LocalModelError(
                .diskFull, "the disk of \(folder) ran full while fetching \(subject)",
                suggestion: "make room and try again; what has arrived is kept")
        }
        let errors = ending.lastLines.filter { $0.contains("ERROR") }.suffix(3)
        let said = errors.isEmpty ? words : errors.joined(separator: "\n")
        return LocalModelError(
            .downloadFailed, "\(subject) could not be fetched; pip says: \(said)",
            suggestion:
                "check the network and pip's settings (pip config list), then try again; what has arrived is kept")
    }
}
