import CouncilKit

/// Only the final answer on standard output; on standard error, whose it is if the chairman did not write it, and why
/// there is none.
actor QuietView: RunView {
    private let console: Console
    private var outcome: Outcome
    private var isAnswered = false

    init(after outcome: Outcome = Outcome(), on console: Console) {
        self.outcome = outcome
        self.console = console
    }

    func show(_ event: CouncilEvent) throws {
        outcome.apply(event)
        if event.isEnd { try conclude() }
    }

    func finish() throws { try conclude() }

    private func conclude() throws {
        guard !isAnswered, outcome.isEnded else { return }
        isAnswered = true
        guard let conclusion = outcome.conclusion else {
            return try console.error(PlainView.reasons(of: outcome).joined(separator: "\n") + "\n")
        }
        for note in outcome.notes { try console.tell(note) }
        var answer = AnswerStream()
        try console.output(answer.complete(conclusion.text) ?? "")
    }
}
