import FoundationEssentials
import Glibc
import Subprocess

/// The built `council`, run as a user runs it, with a home of its own.
struct CouncilProgram: Sendable {
    /// What a finished call of the program left behind.
    struct Result: Sendable {
        var status: TerminationStatus
        var output: String
        var error: String

        var exitCode: Int32? {
            if case .exited(let code) = status { code } else { nil }
        }
    }

    /// The folder that serves as home; journal and configuration are in it.
    let home: URL
    var environment: [String: String] = [:]

    /// Beside the test program, where the build puts it.
    static var path: String {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(filePath: own).deletingLastPathComponent().appending(path: "council").path()
    }

    /// Runs a body with a program whose home is removed afterwards.
    static func withHome<Value>(_ body: (CouncilProgram) async throws -> Value) async throws -> Value {
        let home = FileManager.default.temporaryDirectory.appending(path: "council-home-\(UUID())")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: home) }
        return try await body(CouncilProgram(home: home))
    }

    /// Writes a file into the home.
    func write(_ text: String, to file: String) throws {
        try Data(text.utf8).write(to: home.appending(path: file))
    }

    var settings: Subprocess.Environment {
        var values: [Subprocess.Environment.Key: String?] = ["HOME": home.path(), "XDG_DATA_HOME": nil]
        for (name, value) in environment { values[.init(rawValue: name) ?? "UNUSED"] = value }
        return .inherit.updating(values)
    }

    /// `env` changes the folder, then becomes the program.
    func command(_ arguments: [String]) -> Arguments {
        Arguments(["-C", home.path(), Self.path] + arguments)
    }

    /// Runs the program to its end.
    func run(_ arguments: String..., input: String = "") async throws -> Result {
        try await run(arguments, input: input)
    }

    func run(_ arguments: [String], input: String = "") async throws -> Result {
        try await run(arguments, bytes: Array(input.utf8))
    }

    /// Runs the program with any bytes on its standard input.
    func run(_ arguments: [String], bytes: [UInt8]) async throws -> Result {
        let result = try await Subprocess.run(
            .name("env"), arguments: command(arguments), environment: settings, input: .array(bytes),
            output: .string(limit: 10_000_000), error: .string(limit: 10_000_000))
        return Result(
            status: result.terminationStatus, output: result.standardOutput, error: result.standardError)
    }

    /// Runs the program and hands over each line of its output; `true` from the body sends the signal.
    /// - Returns: The lines up to and including the last one that was read.
    func run(
        _ arguments: [String], sending signal: Signal, when isDue: @escaping @Sendable (String) -> Bool
    ) async throws -> (lines: [String], status: TerminationStatus) {
        let result = try await Subprocess.run(
            .name("env"), arguments: command(arguments), environment: settings, input: .none, output: .sequence,
            error: .discarded
        ) { execution in
            var lines: [String] = []
            for try await line in execution.standardOutput.strings() {
                lines.append(line)
                if isDue(line) {
                    try execution.send(signal: signal)
                    break
                }
            }
            return lines
        }
        return (result.closureResult, result.terminationStatus)
    }

    /// Runs the program until a line is due, then kills it with SIGKILL.
    /// - Returns: The processes that it had started, directly and through others.
    func processesWhenKilled(
        _ arguments: [String], when isDue: @escaping @Sendable (String) -> Bool
    ) async throws -> [String] {
        let result = try await Subprocess.run(
            .name("env"), arguments: command(arguments), environment: settings, input: .none, output: .sequence,
            error: .discarded
        ) { execution in
            for try await line in execution.standardOutput.strings() where isDue(line) {
                let processes = try await Self.descendants(of: "\(execution.processIdentifier.value)")
                try execution.send(signal: .kill)
                return processes
            }
            return []
        }
        return result.closureResult
    }

    private static func descendants(of process: String) async throws -> [String] {
        let children = try await Subprocess.run(
            .name("pgrep"), arguments: ["--parent", process], output: .string(limit: 100_000))
        var all: [String] = []
        for child in children.standardOutput.split(separator: "\n").map(String.init) {
            all += [child] + (try await descendants(of: child))
        }
        return all
    }
}
