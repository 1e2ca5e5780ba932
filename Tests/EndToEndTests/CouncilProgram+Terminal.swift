import FoundationEssentials
import Subprocess

extension CouncilProgram {
    /// What a person has seen at a terminal.
    struct Screen: Decodable {
        var status: Int
        /// All lines, those that have scrolled off among them.
        var lines: [String]
        /// The lines that were wider than the window.
        var wrapped: [String]
        /// The control codes that the live view has no use for.
        var unknown: [String]

        var text: String { lines.joined(separator: "\n") }

        func count(_ isMeant: (String) -> Bool) -> Int { lines.count(where: isMeant) }
    }

    /// Runs the program on a pseudo-terminal to its end.
    /// - Parameter interruption: Ctrl-C is pressed when this is on the screen.
    func onTerminal(
        _ arguments: [String], columns: Int, rows: Int = 30, interruptedAt interruption: String = "",
        program: String = Self.path
    ) async throws -> Screen {
        let client = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Clients/terminal_client.py").path()
        let result = try await Subprocess.run(
            .name("env"),
            arguments: .init(
                ["-C", home.path(), "python3", client, "\(columns)", "\(rows)", interruption, program] + arguments),
            environment: settings, input: .none, output: .string(limit: 10_000_000),
            error: .string(limit: 1_000_000))
        guard case .exited(0) = result.terminationStatus else { throw Complaint(words: result.standardError) }
        return try JSONDecoder().decode(Screen.self, from: Data(result.standardOutput.utf8))
    }

    private struct Complaint: Error {
        var words: String
    }
}
