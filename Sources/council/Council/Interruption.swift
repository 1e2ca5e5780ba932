import ArgumentParser
import Dispatch
import Glibc

/// Turns Ctrl-C, SIGTERM and the end of the terminal into the cancellation of a task; a second one ends the program at
/// once.
enum Interruption {
    /// What interrupts. Whoever was started with `nohup` ignores the end of the terminal.
    private static let signals: [Int32] = {
        var inherited = sigaction()
        sigaction(SIGHUP, nil, &inherited)
        let ignoresHangup = inherited.__sigaction_handler.sa_handler.map { unsafeBitCast($0, to: Int.self) } == 1
        return [SIGINT, SIGTERM] + (ignoresHangup ? [] : [SIGHUP])
    }()

    /// Runs a body that Ctrl-C cancels.
    static func cancelling<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let task = Task { try await body() }
        let sources = signals.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                // A terminal that closes says so more than once.
                if task.isCancelled, number != SIGHUP { exit(Failure.interrupted.rawValue) }
                task.cancel()
            }
            source.resume()
            return source
        }
        defer { for source in sources { source.cancel() } }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }
}
