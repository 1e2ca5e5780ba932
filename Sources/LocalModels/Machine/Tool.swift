import FoundationEssentials

/// A program of the system that the local models need, and the Debian package it comes in.
struct Tool: Sendable, Hashable {
    /// The names it may have, the preferred first.
    var names: [String]
    var package: String

    static let checksum = Tool(names: ["sha256sum"], package: "coreutils")
    static let unzip = Tool(names: ["unzip"], package: "unzip")
    static let python = Tool(names: ["python3"], package: "python3")
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

    /// Checks that all are installed, and names all that are not in one go.
    static func require(_ tools: [Tool], for purpose: String, in searchPath: String = Tool.searchPath) throws {
        let missing = tools.filter { $0.path(in: searchPath) == nil }
        if !missing.isEmpty { throw Tool.error(missing: missing, for: purpose) }
    }

    static func error(missing: [Tool], for purpose: String) -> LocalModelError {
        let names = missing.compactMap(\.names.first).joined(separator: ", ")
        let packages = missing.map(\.package).joined(separator: " ")
        return LocalModelError(
            .missingTool, "\(purpose) needs \(names), which \(missing.count == 1 ? "is" : "are") not installed",
            suggestion: "run as root: apt-get install -y \(packages)")
    }
}
