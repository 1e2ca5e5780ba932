import FoundationEssentials

@testable import LocalModels

/// Runs the body with a folder that is gone afterwards.
func withTemporaryFolder<Value>(_ body: (String) async throws -> Value) async throws -> Value {
    let path = FileManager.default.temporaryDirectory.path(percentEncoded: false) + "local-models-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try await body(path)
}

extension String {
    /// Writes the text to a file.
    func write(toFile path: String) throws { try Data(utf8).write(to: URL(filePath: path)) }

    /// The text of the file at this path.
    var fileText: String? { try? String(contentsOf: URL(filePath: self), encoding: .utf8) }

    var fileExists: Bool { FileManager.default.fileExists(atPath: self) }
}

extension Machine {
    /// A machine with room for everything.
    static let ample = Machine(
        cores: 2,
        processorText: { "flags\t\t: fpu avx2 fma f16c bmi2\n" },
        memoryText: { "MemTotal: 64000000 kB\nMemAvailable: 64000000 kB\n" },
        freeSpace: { _ in 1 << 40 })
}
