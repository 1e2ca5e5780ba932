public import FoundationEssentials
import Subprocess

/// The server that answers every call after a fixed delay, as a process of its own.
public enum DelayedServer {
    /// - Parameter arguments: In milliseconds and so on, as the program takes them.
    /// - Parameter body: Gets the base URL.
    public static func run(
        _ arguments: [Int], _ body: @escaping @Sendable (String) async throws -> Void
    ) async throws {
        _ = try await Subprocess.run(
            .name("env"), arguments: Arguments([program("DelayedServer").path()] + arguments.map(String.init)),
            input: .none, output: .sequence, error: .discarded
        ) { execution in
            for try await line in execution.standardOutput.strings() {
                let port = line.filter(\.isNumber)
                defer { try? execution.send(signal: .terminate) }
                return try await body("http://127.0.0.1:\(port)/v1")
            }
        }
    }

    /// A program beside this one.
    public static func program(_ name: String) -> URL {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(filePath: own).deletingLastPathComponent().appending(path: name)
    }
}
