/// The SHA-256 of files, by the system's own fast tool.
enum Checksum {
    /// The SHA-256 of a file in hexadecimal digits.
    static func sha256(of path: String) async throws -> String {
        try await Tool.require([.checksum], for: "verifying \(path)")
        let ending = try await Command("sha256sum", ["--", path]).run()
        // A name with a backslash or a line end makes the tool put a backslash before the digits.
        let digits = ending.lastLines.last?.drop { $0 == "\\" }.prefix(64) ?? ""
        guard ending.succeeded, digits.utf8.count == 64, digits.allSatisfy(\.isHexDigit) else {
            throw LocalModelError(.fileSystem, "\(path) cannot be read: \(ending.lastWords)")
        }
        return String(digits)
    }

    /// The error for a file that is not the one that was pinned.
    static func mismatch(of subject: String, expected: String, got: String, suggestion: String) -> LocalModelError {
        LocalModelError(
            .checksumMismatch,
            "\(subject) is not the file that was pinned: its SHA-256 is \(got), expected \(expected)",
            suggestion: suggestion)
    }
}
