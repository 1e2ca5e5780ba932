public import FoundationEssentials
import Subprocess
import Synchronization

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

    /// The same with a result.
    public static func measuring<Value: Sendable>(
        _ arguments: [Int], _ body: @escaping @Sendable (String) async throws -> Value
    ) async throws -> Value {
        let result = Mutex<Value?>(nil)
        try await run(arguments) { baseURL in
            let value = try await body(baseURL)
            result.withLock { $0 = value }
        }
        guard let value = result.withLock({ $0 }) else { throw NoServer() }
        return value
    }

    private struct NoServer: Error, CustomStringConvertible {
        let description = "The delayed server did not start."
    }

    /// A program beside this one.
    public static func program(_ name: String) -> URL {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(filePath: own).deletingLastPathComponent().appending(path: name)
    }
}
