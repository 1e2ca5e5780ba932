import CouncilKit
import FoundationEssentials

/// What may go into the journal, and how it is read again.
extension Plan {
    /// What is recorded in place of a file when none was used.
    static let noConfiguration = "built-in"

    /// The address of `--base-url` is recorded with the run, so nothing secret may be in it.
    static func check(_ baseURL: String, apiKeyEnvironment: String?) throws(ConfigurationError) {
        guard baseURL.hasPrefix("http://") || baseURL.hasPrefix("https://") else {
            throw ConfigurationError("--base-url must begin with http:// or https://.")
        }
        let authority = baseURL.drop { $0 != "/" }.dropFirst(2).prefix { !"/?#".contains($0) }
        guard !authority.contains("@"), !baseURL.contains("?") else {
            throw ConfigurationError(
                "--base-url must hold neither user name, password nor query, because it is recorded with the run. "
                    + "Put the key into an environment variable and name it with --api-key-env.")
        }
        guard apiKeyEnvironment?.isVariableName ?? true else {
            throw ConfigurationError("--api-key-env: \(ConfigurationError.keyInPlaceOfVariable)")
        }
    }

    /// The configuration that a run was opened with, trusted no more than then.
    static func configuration(of run: Run) throws(ConfigurationError) -> Configuration.Choice {
        guard let path = run.origin["configuration"] else { return .search }
        guard path != noConfiguration else { return .builtIn }
        guard FileManager.default.fileExists(atPath: path) else {
            throw ConfigurationError(
                "Run \(run.id) was opened with this file, which is not there any more. "
                    + "If it was moved, name it with --config.", file: path)
        }
        return run.origin["configuration_found"] == nil ? .named(path) : .found(path)
    }

    /// Who stands in for whom; `nil` if nobody does.
    var fallbacks: Run.Fallbacks? {
        let fallbacks = Run.Fallbacks(seats: members.map(\.fallbackNames), chairman: chairman.fallbackNames)
        return fallbacks.chairman.isEmpty && fallbacks.seats.allSatisfy(\.isEmpty) ? nil : fallbacks
    }

    /// Says which file decides, if nobody named it.
    func tellConfiguration(on console: Console) throws {
        guard let foundConfiguration else { return }
        try console.tell("Configuration: \(foundConfiguration.harmlessLine)")
    }
}

extension MemberName {
    fileprivate var fallbackNames: [String] { fallbacks.map { "\($0.provider)/\($0.model)" } }
}
