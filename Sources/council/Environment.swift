import FoundationEssentials

/// What the process was started with.
enum Environment {
    static var current: [String: String] { ProcessInfo.processInfo.environment }
}
