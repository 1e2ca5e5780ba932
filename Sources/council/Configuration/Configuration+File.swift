import CouncilKit
import FoundationEssentials

extension Configuration {
    /// Which file is to be read.
    enum Choice: Equatable {
        /// The first that exists of those in ``searchPaths(environment:)``.
        case search
        /// A file that the user named, or the user's own.
        case named(String)
        /// A file that lay in the folder: perhaps another's, so it may neither start programs nor read variables.
        case found(String)
        case builtIn
    }

    /// Where `council.yaml` is looked for when no file is named.
    static func searchPaths(environment: [String: String]) -> [String] {
        let home = environment["HOME"] ?? "."
        let folder = environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? home + "/.config"
        return ["./council.yaml", folder + "/swift-council/council.yaml"]
    }

    /// Reads the file that was chosen, or takes what is built in.
    static func load(
        _ choice: Choice, environment: [String: String], localModels: [String]? = nil
    ) throws(ConfigurationError) -> Configuration {
        switch choice {
        case .builtIn: return .builtIn
        case .named(let path): return try read(path, choice, localModels: localModels)
        case .found(let path):
            let isOwn = absolute(path) == searchPaths(environment: environment).last.map(absolute)
            return try read(path, isOwn ? .named(path) : choice, localModels: localModels)
        case .search:
            for path in searchPaths(environment: environment) where FileManager.default.fileExists(atPath: path) {
                return try load(.found(path), environment: environment, localModels: localModels)
            }
            return .builtIn
        }
    }

    /// The absolute path of a file.
    static func absolute(_ path: String) -> String {
        URL(filePath: path).standardizedFileURL.path(percentEncoded: false)
    }

    private static func read(
        _ path: String, _ choice: Choice, localModels: [String]?
    ) throws(ConfigurationError) -> Configuration {
        let text = try TextFile.read(path, ifMissing: "Check its name, or write one with `council init`.")
        var configuration = try Configuration(
            yaml: text, file: path, isTrusted: choice == .named(path), localModels: localModels)
        configuration.choice = choice
        return configuration
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

    /// The entry of a provider, by name.
    func provider(named name: String) throws(ConfigurationError) -> ProviderEntry {
        if let entry = providers[name] { return entry }
        let complaint = MemberName.complaint(about: name, among: Array(providers.keys))
        throw ConfigurationError(complaint.prefix(1).uppercased() + complaint.dropFirst(), file: path)
    }
}
