#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A secret key of a provider. It is never shown: not by `print`, not by `dump`, not in any error.
///
/// ```swift
/// OpenAIEndpoint(name: "groq", baseURL: "https://api.groq.com/openai/v1", apiKey: .environment("GROQ_API_KEY"))
/// ```
public struct APIKey: Sendable {
    private enum Source {
        case value(String)
        case environment(String, lookUp: @Sendable (String) -> String?)
    }

    private let source: Source

    private init(_ source: Source) { self.source = source }

    /// A key that is at hand. Space around it is dropped.
    public init(_ value: String) { source = .value(value.trimmed) }

    /// The key in an environment variable, looked up at every call.
    ///
    /// If the variable is missing or blank, the call throws ``ModelError/Code/unauthorized`` and names the variable.
    public static func environment(_ variable: String) -> APIKey {
        environment(variable) { name in getenv(name).map { String(cString: $0) } }
    }

    static func environment(_ variable: String, lookUp: @escaping @Sendable (String) -> String?) -> APIKey {
        APIKey(.environment(variable, lookUp: lookUp))
    }

    /// The environment variable that holds the key, if it comes from one.
    public var variable: String? {
        guard case .environment(let name, _) = source else { return nil }
        return name
    }

    /// Whether there is a key, without a look at it.
    public var isPresent: Bool { value != nil }

    /// The key itself; `nil` if it is missing or blank.
    var value: String? {
        switch source {
        case .value(let value): value.isEmpty ? nil : value
        case .environment(let name, let lookUp): lookUp(name).map(\.trimmed).flatMap { $0.isEmpty ? nil : $0 }
        }
    }
}

extension APIKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { variable.map { "key in \($0)" } ?? "key" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension String {
    fileprivate var trimmed: String {
        let start = drop(while: \.isWhitespace)
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...end])
    }
}
