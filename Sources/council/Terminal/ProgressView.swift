import FoundationEssentials
import LocalModels
import Synchronization

/// Shows on standard error how far the work on local models is: one line that is rewritten on a terminal, a line for
/// every step and every tenth of it elsewhere.
final class ProgressView: Sendable {
    private struct State {
        var step: String?
        var tenth = -1
        var lastDrawn = Duration.zero
        var isDrawn = false
        var isFinished = false
    }

    private let console: Console
    private let uptime: @Sendable () -> Duration
    private let state = Mutex(State())

    init(on console: Console, uptime: @escaping @Sendable () -> Duration) {
        self.console = console
        self.uptime = uptime
    }

    /// Takes the next report.
    func show(_ progress: LocalProgress) {
        state.withLock { state in
            let step = "\(progress.step.rawValue) \(progress.subject)"
            let isNew = state.step != step
            if console.errorIsTerminal, !state.isFinished {
                let now = uptime()
                guard isNew || now - state.lastDrawn > .milliseconds(100) || progress.completed == progress.total
                else { return }
                state.lastDrawn = now
                state.isDrawn = true
                let line = "\(progress)".truncated(to: console.window().columns - 1)
                try? console.error("\r\u{1b}[K" + line)
            } else {
                let tenth = progress.total.map { $0 > 0 ? progress.completed * 10 / $0 : 0 } ?? 0
                guard isNew || tenth > state.tenth else { return }
                state.tenth = tenth
                if !console.notices.post("\(progress)") { try? console.tell("\(progress)") }
            }
            if isNew { state.tenth = -1 }
            state.step = step
        }
    }

    /// Leaves a clean line. What is reported later, such as a restart, is told in whole lines, by the live view if there
    /// is one: nothing is erased.
    func finish() {
        state.withLock { state in
            if state.isDrawn { try? console.error("\r\u{1b}[K") }
            state = State(isFinished: true)
        }
    }
}
