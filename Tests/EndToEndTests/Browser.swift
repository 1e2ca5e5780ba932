import FoundationEssentials
import Subprocess

/// A headless Chromium, where the machine has one.
enum Browser {
    private static let path: String? = ["chromium", "chromium-browser", "google-chrome"].lazy.flatMap { name in
        ["/usr/bin", "/usr/local/bin"].map { "\($0)/\(name)" }
    }.first { FileManager.default.isExecutableFile(atPath: $0) }

    /// Where what tests have seen is kept; not part of the repository.
    static let artefacts = URL(filePath: #filePath).appending(path: "../../../.build/artefacts/page").standardized

    private static func skip(_ what: String) {
        print("Skipped \(what): no chromium is installed (apt-get install chromium)")
    }

    /// The elements of a page after its scripts have run.
    /// - Returns: `nil` if there is no browser, which is printed.
    static func elements(of url: String, profile: URL) async throws -> String? {
        guard let path else {
            skip("the page in a browser")
            return nil
        }
        let result = try await Subprocess.run(
            .name("env"),
            arguments: [
                path, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                "--user-data-dir=\(profile.path())", "--virtual-time-budget=20000", "--dump-dom", url,
            ], output: .string(limit: 10_000_000), error: .discarded)
        return result.standardOutput
    }

    /// Runs one of the programs in `Clients` that drive the browser.
    /// - Returns: What it printed; `nil` if it was skipped, whose reason is printed.
    static func run(_ program: String, _ arguments: [String], home: URL) async throws -> String? {
        guard let path else {
            skip(program)
            return nil
        }
        return try await PythonClients.run(program, [path] + arguments, home: home)
    }
}
