import ArgumentParser
import CouncilKit
import CouncilTelemetry
import Glibc
import Logging

/// What is logged, and where.
struct LogOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Log what happens: \(Logger.Level.allCases.map { "\($0)" }.joined(separator: ", ")).", valueName: "level"))
    var logLevel: String?

    @Option(
        help: ArgumentHelp(
            "Append the log to this file, readable by you only, instead of standard error.", valueName: "path"))
    var logFile: String?

    @Flag(help: "Log questions, answers and providers' words, too. Keys are never logged.")
    var logContent = false

    private var level: Logger.Level? {
        get throws {
            guard let logLevel else { return logFile != nil || logContent ? .info : nil }
            guard let level = Logger.Level(rawValue: logLevel) else {
                let names = Logger.Level.allCases.map { "\($0)" }
                throw ValidationError(
                    "--log-level cannot be “\(logLevel)”. "
                        + ConfigurationError.suggestion(for: logLevel, among: names))
            }
            return level
        }
    }

    func validate() throws { _ = try level }

    /// Whether the log of a run goes where its progress is shown.
    var writesToStandardError: Bool {
        get throws { try level != nil && logFile == nil }
    }

    /// The telemetry of a run; `nil` if nothing is to be logged.
    /// - Parameters:
    ///   - known: What happened before, if the run is resumed.
    ///   - secrets: What must not be written.
    func telemetry(after known: Outcome = Outcome(), hiding secrets: [String], on console: Console) throws
        -> RunTelemetry?
    {
        guard let level = try level else { return nil }
        return RunTelemetry(
            after: known, logger: try logger(from: level, hiding: secrets, on: console), logsContent: logContent)
    }

    /// The log of a server, which says what went wrong even where nothing was asked for.
    /// - Parameter secrets: What must not be written.
    func logger(hiding secrets: [String], on console: Console) throws -> Logger {
        try logger(from: try level ?? .notice, hiding: secrets, on: console)
    }

    private func logger(from level: Logger.Level, hiding secrets: [String], on console: Console) throws -> Logger {
        let write: @Sendable (String) -> Void =
            if let logFile { try Self.file(logFile) } else { { try? console.error($0) } }
        let handler = LineLogHandler(level: level, hiding: secrets, write: write)
        return Logger(label: "council") { _ in handler }
    }

    /// Opens a file for appending. It stays open as long as the program runs.
    private static func file(_ path: String) throws -> @Sendable (String) -> Void {
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw ConfigurationError("The log cannot be written: \(String(cString: strerror(errno))).", file: path)
        }
        var status = stat()
        if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG { fchmod(descriptor, 0o600) }
        return { line in
            let bytes = Array(line.utf8)
            _ = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        }
    }
}
