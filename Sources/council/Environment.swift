import FoundationEssentials
import LocalModels

/// What the process was started with, and what it finds.
enum Environment {
    static var current: [String: String] { ProcessInfo.processInfo.environment }

    /// The ids of the local models that can be seated, the user's additions among them.
    static func localModels() throws -> [String] { try ModelStore().catalogue().models.map(\.id) }
}
