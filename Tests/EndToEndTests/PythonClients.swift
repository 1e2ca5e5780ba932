import FoundationEssentials
import Subprocess

/// The official Python clients in an environment that `scripts/python-clients` makes under `.build`.
enum PythonClients {
    /// Why they cannot be had, and where their python is otherwise.
    enum State: Sendable {
        case ready(python: String)
        case missing(reason: String)
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    private static let task = Task {
        let script = folder.deletingLastPathComponent().deletingLastPathComponent().appending(
            path: "scripts/python-clients")
        let result = try await Subprocess.run(
            .name("bash"), arguments: [script.path()], output: .string(limit: 10_000), error: .string(limit: 10_000))
        let python = result.standardOutput.split(separator: "\n").last.map(String.init)
        guard case .exited(0) = result.terminationStatus, let python else {
            return State.missing(reason: result.standardError.split(separator: "\n").last.map(String.init) ?? "unknown")
        }
        return State.ready(python: python)
    }

    /// Makes the environment once; takes a few minutes the first time.
    static func state() async -> State {
        do { return try await task.value } catch { return .missing(reason: "\(error)") }
    }

    /// Runs one of the programs in `Clients`, in the home.
    /// - Returns: What it printed, errors last; `nil` if it was skipped, whose reason is printed.
    static func run(_ program: String, _ arguments: [String], home: URL) async throws -> String? {
        switch await state() {
        case .missing(let reason):
            print("Skipped \(program): \(reason)")
            return nil
        case .ready(let python):
            let path = folder.appending(path: "Clients/\(program)").path()
            let result = try await Subprocess.run(
                .name("env"), arguments: .init(["-C", home.path(), python, path] + arguments),
                environment: .inherit.updating(["HOME": home.path(), "XDG_DATA_HOME": nil, "NO_PROXY": "127.0.0.1"]),
                output: .string(limit: 1_000_000), error: .string(limit: 1_000_000))
            return result.standardOutput + result.standardError
        }
    }
}
