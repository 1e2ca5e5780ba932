import Subprocess

/// A program with its arguments, run on a ``Lifeline``.
struct Command: Sendable {
    /// How a program ended.
    struct Ending: Sendable {
        /// The exit status; 128 and the number of the signal if one ended it.
        var status: Int
        /// The last lines it wrote.
        var lastLines: [String]

        var succeeded: Bool { status == 0 }
        var lastWords: String { lastLines.joined(separator: "\n") }
    }

    /// A name to find on `PATH`, or a path.
    var program: String
    var arguments: [String]
    /// Variables to set, or with `nil` to remove, in the inherited environment.
    var environment: [String: String?] = [:]
    /// Seconds between asking the program to end and killing it.
    var grace = 2

    init(_ program: String, _ arguments: [String], environment: [String: String?] = [:]) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
    }

    /// Runs the program to its end. Cancelling the task ends it and everything it started.
    /// - Parameter chunk: Takes what it writes, standard output and standard error alike.
    @discardableResult
    func run(chunk: ([UInt8]) async throws -> Void = { _ in }) async throws -> Ending {
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(grace + 3))]
        var tail = LineTail()
        let result = try await Subprocess.run(
            .name("sh"), arguments: Arguments(Lifeline.arguments(grace: grace, command: command)),
            platformOptions: options, input: .inputWriter, output: .sequence, error: .combinedWithOutput
        ) { execution in
            for try await buffer in execution.standardOutput {
                let bytes = buffer.withUnsafeBytes { Array($0) }
                tail.append(bytes)
                try await chunk(bytes)
            }
        }
        try Task.checkCancellation()
        let status =
            switch result.terminationStatus {
            case .exited(let code): Int(code)
            case .signaled(let signal): 128 + Int(signal)
            }
        return Ending(status: status, lastLines: tail.lines)
    }

    /// Runs the program to its end and takes what it writes line by line; a carriage return ends a line as well.
    @discardableResult
    func run(line: (String) throws -> Void) async throws -> Ending {
        var unfinished: [UInt8] = []
        return try await run { (bytes: [UInt8]) in
            unfinished += bytes
            while let end = unfinished.firstIndex(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
                try line(String(decoding: unfinished[..<end], as: UTF8.self))
                unfinished.removeSubrange(...end)
            }
            if unfinished.count > LineTail.longestLine { unfinished = [] }
        }
    }

    private var command: [String] {
        var command = ["env"]
        let sorted = environment.sorted { $0.key < $1.key }
        for (name, value) in sorted where value == nil { command += ["-u", name] }
        for (name, value) in sorted { if let value { command.append("\(name)=\(value)") } }
        return command + [program] + arguments
    }
}
