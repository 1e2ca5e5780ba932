import CouncilKit

/// How a run is shown, as the command line asks for it.
struct Presentation: Sendable {
    enum Form: Sendable {
        /// A live view on a terminal, else plain lines.
        case automatic
        /// Plain lines.
        case plain
        /// Only the final answer.
        case quiet
        /// One event a line.
        case jsonLines
    }

    var form = Form.automatic
    /// The parts that were asked for; `nil` shows the final answer and then, on standard error, the tally.
    var parts: [Part]?
    /// Whether the models' reasoning goes to standard error.
    var showsReasoning = false

    /// The view that fits the console.
    /// - Parameters:
    ///   - outcome: What happened before, if the run is resumed.
    ///   - environment: Time.
    func view(
        after outcome: Outcome = Outcome(), on console: Console, environment: RunEnvironment = .live
    ) -> any RunView {
        switch form {
        case .quiet: QuietView(after: outcome, on: console)
        case .jsonLines: JSONLinesView(after: outcome, on: console)
        case .automatic where console.errorIsTerminal:
            LiveView(self, after: outcome, on: console, environment: environment)
        case .automatic, .plain: PlainView(self, after: outcome, on: console, environment: environment)
        }
    }

    /// Whether the final answer is shown as it comes. Among other parts it has its place, under a heading.
    var showsConclusion: Bool { parts == nil || parts == [.conclusion] }

    private static let usualRest: [Part] = [.tally, .depth, .vote, .comparison, .dropped]

    /// Writes what is shown after the final answer.
    func writeRest(of outcome: Outcome, to console: Console) throws {
        guard outcome.isEnded else { return }
        let rest = showsConclusion ? parts.map { _ in [] } ?? Self.usualRest : parts ?? []
        let isBeside = parts == nil
        let text = Transcript(outcome, parts: rest, isWhole: false)
            .text(width: isBeside ? console.errorWidth : console.outputWidth)
        if !text.isEmpty { try (isBeside ? console.error : console.output)("\n" + text) }
        if let line = outcome.costLine { try console.tell("\n" + line) }
    }
}
