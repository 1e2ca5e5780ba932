import FoundationEssentials

/// A program of the system that the local models need, and the Debian package it comes in.
struct Tool: Sendable, Hashable {
    /// The names it may have, the preferred first.
    var names: [String]
    var package: String
    /// A command that succeeds if the tool is there, for what is no program of its own.
    var probe: [String] = []

    static let checksum = Tool(names: ["sha256sum"], package: "coreutils")
    static let unzip = Tool(names: ["unzip"], package: "unzip")
    static let python = Tool(names: ["python3"], package: "python3")
    static let pip = Tool(names: ["pip"], package: "python3-pip", probe: ["python3", "-m", "pip", "--version"])
    static let cmake = Tool(names: ["cmake"], package: "cmake")
    static let make = Tool(names: ["ninja", "make"], package: "ninja-build")
    static let compiler = Tool(names: ["g++", "c++", "clang++"], package: "build-essential")
    static let tar = Tool(names: ["tar"], package: "tar")

    /// The path of the first of its names that is on `PATH`.
    func path(in searchPath: String) -> String? {
        for name in names {
            for folder in searchPath.split(separator: ":") {
                let path = "\(folder)/\(name)"
                if FileManager.default.isExecutableFile(atPath: path) { return path }
            }
        }
        return nil
    }

    /// The folders that programs are looked for in.
    static var searchPath: String {
        ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    }

    private func isInstalled(in searchPath: String) async throws -> Bool {
        guard let program = probe.first else { return path(in: searchPath) != nil }
        return try await Command(program, Array(probe.dropFirst()), environment: ["PATH": searchPath]).run().succeeded
    }

    /// Checks that all are installed, and names all that are not in one go.
    static func require(_ tools: [Tool], for purpose: String, in searchPath: String = Tool.searchPath) async throws {
        var missing: [Tool] = []
        for tool in tools where try await !tool.isInstalled(in: searchPath) { missing.append(tool) }
        if !missing.isEmpty { throw Tool.error(missing: missing, for: purpose) }
    }

    private static func error(missing: [Tool], for purpose: String) -> LocalModelError {
        let names = missing.compactMap(\.names.first).joined(separator: ", ")
        let packages = missing.map(\.package).joined(separator: " ")
        return LocalModelError(
            .missingTool, "\(purpose) needs \(names), which \(missing.count == 1 ? "is" : "are") not installed",
            suggestion: "run as root: apt-get install -y \(packages)")
    }
}
