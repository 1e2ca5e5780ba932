import CouncilKit
import FoundationEssentials
import Logging

/// Writes log events one a line: time, level, message, then the facts, sorted by name.
struct LineLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level
    /// What must not be written, whoever said it.
    let secrets: [String]
    let now: @Sendable () -> Date
    /// Takes a line with its line break. A log that cannot be written stops nothing.
    let write: @Sendable (String) -> Void

    /// Placeholders such as “x” are no secrets, and blanking them out would garble every word.
    private static let shortestSecret = 4

    init(
        level: Logger.Level, hiding secrets: [String] = [], now: @escaping @Sendable () -> Date = { Date() },
        write: @escaping @Sendable (String) -> Void
    ) {
        logLevel = level
        // The longest first: one may be the beginning of another.
        self.secrets = secrets.filter { $0.utf8.count >= Self.shortestSecret }.sorted { $0.utf8.count > $1.utf8.count }
        self.now = now
        self.write = write
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let facts = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
            .map { "\($0.key)=\(Self.value("\($0.value)"))" }
        var line = (["\(now().formatted(.iso8601))", "\(event.level)", "\(event.message)"] + facts)
            .joined(separator: " ")
        for secret in secrets { line = line.withoutSecret(secret, saying: "[secret]") }
        write(line + "\n")
    }

    /// One word, or a quoted text without line breaks, so that no content can look like a line of its own.
    private static func value(_ text: String) -> String {
        let harmless = text.harmless.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
            .replacing("\r", with: "\\r").replacing("\u{2028}", with: "\\n").replacing("\u{2029}", with: "\\n")
        let isWord = !harmless.isEmpty && harmless.allSatisfy { !$0.isWhitespace && $0 != "\"" && $0 != "=" }
        return isWord ? harmless : "\"\(harmless.replacing("\"", with: "\\\""))\""
    }
}
