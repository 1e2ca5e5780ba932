import FoundationEssentials
import Subprocess

extension CouncilProgram {
    /// A `council serve` that is running.
    struct Server: Sendable {
        let port: Int
        private let send: @Sendable (Signal) throws -> Void

        var url: String { "http://127.0.0.1:\(port)" }

        fileprivate init(port: Int, send: @escaping @Sendable (Signal) throws -> Void) {
            self.port = port
            self.send = send
        }

        func receive(_ signal: Signal) throws { try send(signal) }
    }

    /// Runs `council serve` on a free port for as long as the body takes, then ends it with SIGTERM.
    /// - Returns: What the body gave, and how the server ended.
    func serve<Value: Sendable>(
        _ arguments: [String], _ body: @escaping @Sendable (Server) async throws -> Value
    ) async throws -> (value: Value, status: TerminationStatus) {
        let result = try await Subprocess.run(
            .name("env"), arguments: command(["serve", "--port", "0"] + arguments), environment: settings,
            input: .none, output: .sequence, error: .discarded
        ) { execution -> Value in
            for try await line in execution.standardOutput.strings() {
                guard let port = line.split(separator: ":").last.flatMap({ Int($0.filter(\.isNumber)) }) else {
                    continue
                }
                defer { try? execution.send(signal: .terminate) }
                return try await body(Server(port: port) { try execution.send(signal: $0) })
            }
            throw CancellationError()
        }
        return (result.closureResult, result.terminationStatus)
    }
}
