import ArgumentParser
import FoundationEssentials
import Measuring

/// Measures the server with many runs and many readers.
@main
struct Load: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure the server with many runs and many readers, and kill it among them.",
        discussion: """
            Four members and a chairman whose server begins every answer after 200 ms and sends 50 pieces, two readers \
            a run. Prints a line a figure: name, value, unit, and the ratio to the limit, or to what there should be; \
            for the processor the cores in use, for memory and pieces the share of one run or reader.
            """)

    @Option(help: "The program that serves.")
    var council = "../.build/release/council"

    @Option(help: "Milliseconds until an answer begins.")
    var delay = 200

    @Option(help: "The pieces of an answer.")
    var pieces = 50

    @Option(help: "Milliseconds from one piece to the next.")
    var interval = 20

    @Option(help: "How many runs at once; repeat for more.")
    var runs: [Int] = [100, 500]

    @Option(help: "Only one of readers, kill and idle.")
    var scenario: Scenario?

    enum Scenario: String, ExpressibleByArgument {
        case readers, kill, idle
    }

    func run() async throws {
        let program = URL(filePath: council).path()
        guard FileManager.default.isExecutableFile(atPath: program) else {
            throw ValidationError("There is no \(program): build it with `swift build -c release`.")
        }
        if shall(.readers) {
            let criticalPath = Double(delay + pieces * interval) / 1000 * 3
            for count in runs {
                try await measure(program, at: pace) { place in
                    try await RunsWithReaders(runs: count, place: place, criticalPath: criticalPath).print()
                }
            }
        }
        if shall(.kill) { try await measure(program, at: pace) { try await KilledServer(place: $0).print() } }
        // Nobody answers within the measurement.
        if shall(.idle) { try await measure(program, at: [600_000]) { try await IdleStreams(place: $0).print() } }
    }

    private var pace: [Int] { [delay, 0, 1, pieces, interval] }

    private func shall(_ scenario: Scenario) -> Bool { self.scenario ?? scenario == scenario }

    private func measure(
        _ program: String, at pace: [Int], _ body: @escaping @Sendable (ServedCouncil.Place) async throws -> Void
    ) async throws {
        try await DelayedServer.run(pace) { try await ServedCouncil.Place.with(program, upstream: $0, body) }
    }
}
