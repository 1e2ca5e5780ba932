import CouncilKit
import FoundationEssentials

extension Configuration {
    /// Where `council.yaml` is looked for when no file is named.
    static func searchPaths(environment: [String: String]) -> [String] {
        let home = environment["HOME"] ?? "."
        let folder = environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? home + "/.config"
        return ["council.yaml", folder + "/swift-council/council.yaml"]
    }

    /// Reads the named file, else the first that exists, else takes what is built in.
    static func load(path: String?, environment: [String: String]) throws(ConfigurationError) -> Configuration {
        if let path { return try read(path) }
        for path in searchPaths(environment: environment) where FileManager.default.fileExists(atPath: path) {
            return try read(path)
        }
        return .builtIn
    }

    private static func read(_ path: String) throws(ConfigurationError) -> Configuration {
        let text: String
        do {
            text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
        } catch {
            throw ConfigurationError(
                "The file cannot be read. Check its name, or write one with `council init`.", file: path)
        }
        return try Configuration(yaml: text, file: path)
    }

    /// The entry of a council, by name.
    func entry(named name: String) throws(ConfigurationError) -> CouncilEntry {
        guard let entry = councils[name] else {
            throw ConfigurationError(
                "There is no council “\(name)”. \(ConfigurationError.suggestion(for: name, among: councils.keys))",
                file: path)
        }
        return entry
    }
}
