import FoundationEssentials
import Subprocess

/// A headless Chromium, where the machine has one.
enum Browser {
    private static let path: String? = ["chromium", "chromium-browser", "google-chrome"].lazy.flatMap { name in
        ["/usr/bin", "/usr/local/bin"].map { "\($0)/\(name)" }
    }.first { FileManager.default.isExecutableFile(atPath: $0) }

    /// The elements of a page after its scripts have run.
    /// - Returns: `nil` if there is no browser, which is printed.
    static func elements(of url: String, profile: URL) async throws -> String? {
        guard let path else {
            print("Skipped the page in a browser: no chromium is installed (apt-get install chromium)")
            return nil
        }
        let result = try await Subprocess.run(
            .name("env"),
            arguments: [
                path, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                "--user-data-dir=\(profile.path())", "--virtual-time-budget=5000", "--dump-dom", url,
            ], output: .string(limit: 10_000_000), error: .discarded)
        return result.standardOutput
    }
}
