import CouncilKit
import Synchronization

@testable import council

/// Both outputs, a screen behind them, and a clock that stands still until it is moved.
final class FakeConsole: Sendable {
    struct Record {
        var screen: Screen
        var output = ""
        var error = ""
        /// The times of the writes to standard error.
        var writes: [Duration] = []
        var now = Duration.zero
    }

    private let record: Mutex<Record>
    private let notices = Notices()
    private let isTerminal: Bool
    private let isColoured: Bool

    init(columns: Int = 80, height: Int = 24, isTerminal: Bool = true, isColoured: Bool = true) {
        record = Mutex(Record(screen: Screen(columns: columns, height: height)))
        self.isTerminal = isTerminal
        self.isColoured = isColoured
    }

    var now: Record { record.withLock { $0 } }
    var screen: Screen { now.screen }
    var output: String { now.output }
    var error: String { now.error }

    func pass(_ time: Duration) { record.withLock { $0.now += time } }

    func resize(columns: Int, height: Int) {
        record.withLock { $0.screen.resize(columns: columns, height: height) }
    }

    var console: Console {
        Console(
            output: { text in
                self.record.withLock {
                    $0.output += text
                    $0.screen.write(text)
                }
            },
            error: { text in
                self.record.withLock {
                    $0.error += text
                    $0.writes.append($0.now)
                    $0.screen.write(text)
                }
            },
            window: {
                self.record.withLock { Console.Window(columns: $0.screen.columns, rows: $0.screen.height) }
            },
            outputIsTerminal: isTerminal,
            errorIsTerminal: isTerminal,
            isColoured: isTerminal && isColoured,
            notices: notices
        )
    }

    /// Time is the console's; sleep lasts until it is cancelled.
    var environment: RunEnvironment {
        var environment = RunEnvironment.live
        environment.uptime = { self.record.withLock { $0.now } }
        environment.sleep = { _ in try await Task.sleep(for: .seconds(3600)) }
        return environment
    }

    /// Shows events with some time between them.
    func show(_ events: [CouncilEvent], in view: any RunView, every time: Duration = .milliseconds(500)) async throws {
        for event in events {
            pass(time)
            try await view.show(event)
        }
    }
}
