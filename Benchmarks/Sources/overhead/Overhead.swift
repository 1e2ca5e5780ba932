import ArgumentParser
import FoundationEssentials
import Measuring
import Subprocess

/// Measures what the council adds to the time of its models.
@main
struct Overhead: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure what the council adds to the time its models take.",
        discussion: """
            Four members and a chairman at a server that answers every call after a fixed delay; the journal is on.
            Prints a line a figure: name, value, unit, and the ratio to the critical path or to the limit.
            """)

    @Option(help: "Ask this server instead of starting one.")
    var baseURL: String?

    @Option(help: "The server's delay in milliseconds.")
    var delay = 200

    @Flag(
        help:
            "Instead: 2,000 runs while 5 % of calls fail; a slow member; cancelled runs; connections that do not come; bytes."
    )
    var reliability = false

    @Option(help: "With --reliability: the seed of the failures.")
    var seed = 1

    @Option(help: .hidden)
    var measure: Int?

    func run() async throws {
        if let measure, let baseURL {
            try await Measurement(runs: measure, baseURL: baseURL, delay: Double(delay) / 1000).print()
        } else if reliability {
            try await PromptSizes().print()
            try await Cancellation().print()
            try await ConnectLimit().print()
            try await DelayedServer.run([delay]) { try await SlowMember(baseURL: $0).print() }
            try await DelayedServer.run([delay, 50, seed]) { baseURL in
                try await Soak(baseURL: baseURL, delay: delay).print()
            }
        } else if let baseURL {
            try await measureAll(at: baseURL)
        } else {
            try await DelayedServer.run([delay]) { try await measureAll(at: $0) }
        }
    }

    /// Every figure comes from a process of its own, so that one does not warm the other or add to its memory.
    private func measureAll(at baseURL: String) async throws {
        for runs in [1, 10, 100] {
            let result = try await Subprocess.run(
                .name("env"),
                arguments: [
                    DelayedServer.program("overhead").path(), "--measure", "\(runs)", "--base-url", baseURL, "--delay",
                    "\(delay)",
                ],
                output: .currentStandardOutput, error: .currentStandardError)
            guard result.terminationStatus.isSuccess else { throw ExitCode.failure }
        }
    }
}
