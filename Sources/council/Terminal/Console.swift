import Glibc

/// Where a view writes: standard output, standard error, and what is at their other end.
struct Console: Sendable {
    /// The size of a terminal's window in characters.
    struct Window: Sendable, Hashable {
        var columns: Int
        var rows: Int

        /// What is assumed when a terminal does not say.
        static let usual = Window(columns: 80, rows: 24)
    }

    /// Writes to standard output: the answer.
    var output: @Sendable (String) throws -> Void
    /// Writes to standard error: progress, reasoning, complaints.
    var error: @Sendable (String) throws -> Void
    /// The terminal's window as it is now.
    var window: @Sendable () -> Window
    var outputIsTerminal: Bool
    /// Whether standard error is a terminal that can move its cursor.
    var errorIsTerminal: Bool
    var isColoured: Bool
    /// What others say while a live view is drawn.
    var notices = Notices()

    /// The columns that text on standard output should keep to; `nil` where nobody sees it in a window.
    var outputWidth: Int? { outputIsTerminal ? window().columns : nil }

    /// The columns that text on standard error should keep to; `nil` where nobody sees it in a window.
    var errorWidth: Int? { errorIsTerminal ? window().columns : nil }

    /// Tells a person something on standard error, in lines that fit the window.
    func tell(_ text: String) throws {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        try error(lines.map { String($0).wrapped(to: errorWidth) }.joined(separator: "\n") + "\n")
    }

    /// The real one.
    /// - Parameter environment: The process's environment; `TERM=dumb` and `NO_COLOR` are honoured.
    static func standard(environment: [String: String]) -> Console {
        let isDumb = ["dumb", ""].contains(environment["TERM"] ?? "")
        let canMove = FileDescriptor.error.isTerminal && !isDumb
        return Console(
            output: { try FileDescriptor.output.write($0) },
            error: { try FileDescriptor.error.write($0) },
            window: { FileDescriptor.error.window ?? FileDescriptor.output.window ?? .usual },
            outputIsTerminal: FileDescriptor.output.isTerminal,
            errorIsTerminal: canMove,
            isColoured: canMove && (environment["NO_COLOR"] ?? "").isEmpty
        )
    }
}

/// An open file of the process.
private struct FileDescriptor {
    static let output = FileDescriptor(number: STDOUT_FILENO)
    static let error = FileDescriptor(number: STDERR_FILENO)

    let number: Int32

    var isTerminal: Bool { isatty(number) == 1 }

    var window: Console.Window? {
        var size = winsize()
        guard ioctl(number, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else { return nil }
        return Console.Window(columns: Int(size.ws_col), rows: Int(size.ws_row))
    }

    /// Writes all of a text, in one system call as long as the other end takes it.
    func write(_ text: String) throws {
        var left = Array(text.utf8)[...]
        while !left.isEmpty {
            let count = left.withUnsafeBytes { Glibc.write(number, $0.baseAddress, $0.count) }
            if count >= 0 {
                left = left.dropFirst(count)
                continue
            }
            let code = errno
            if code == EAGAIN {
                var request = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
                _ = poll(&request, 1, 1000)
            } else if code != EINTR {
                throw WriteError(
                    description: "Cannot write to file descriptor \(number): \(String(cString: strerror(code)))",
                    isOfClosedPipe: code == EPIPE)
            }
        }
    }
}

/// Why text could not be written, most often because its reader went away.
struct WriteError: Error, CustomStringConvertible {
    var description: String
    /// Whether the reader has what it wanted, as `head` does, and left.
    var isOfClosedPipe: Bool
}
