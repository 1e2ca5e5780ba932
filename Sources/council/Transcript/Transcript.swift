import CouncilKit
import FoundationEssentials

/// A run, finished or not, as something to read.
///
/// ```swift
/// print(Transcript(outcome, parts: [.tally, .conclusion]).text())
/// ```
struct Transcript: Sendable {
    let outcome: Outcome
    let parts: [Part]
    /// Whether question, failures and totals are told around the parts.
    let isWhole: Bool

    init(_ outcome: Outcome, parts: [Part] = Part.allCases, isWhole: Bool = true) {
        self.outcome = outcome
        self.parts = parts
        self.isWhole = isWhole
    }

    /// The transcript in plain text, ending in a line break; empty if there is nothing to tell.
    /// - Parameter width: No line of the program's own is wider; what models wrote is left as it is.
    func text(width: Int? = nil) -> String { joined(blocks.map { $0.text(width: width) }) }

    /// The transcript in Markdown, ending in a line break.
    var markdown: String {
        let title = isWhole ? outcome.run.map { ["# Run \($0.id.rawValue.markdownInline)"] } ?? [] : []
        return joined(title + blocks.map(\.markdown))
    }

    private func joined(_ blocks: [String]) -> String {
        let told = blocks.filter { !$0.isEmpty }
        return told.isEmpty ? "" : told.joined(separator: "\n\n") + "\n"
    }

    private var blocks: [Block] {
        guard let run = outcome.run else { return [] }
        let middle = parts.flatMap { part in
            switch part {
            case .answers: answers(in: run)
            case .reviews: reviews(in: run)
            case .tally: tally(in: run)
            case .depth: depth(in: run)
            case .vote: vote(in: run)
            case .analysis: analysis(in: run)
            case .comparison: comparison(in: run)
            case .dropped: dropped(in: run)
            case .conclusion: conclusion(in: run)
            }
        }
        return isWhole
            ? opening(of: run) + middle + setbacks(in: run) + failures(in: run) + totals + costs(in: run) : middle
    }

    private func opening(of run: Run) -> [Block] {
        let date = run.date.formatted(.iso8601)
        var facts = [
            "run \(run.id), \(date), council \(run.council), seed \(run.seed)",
            "members: \(run.seats.indices.map { run.name(of: $0) }.joined(separator: ", "))",
            "chairman: \(run.chairman)",
        ]
        if let earlier = run.continues { facts.append("continues run \(earlier)") }
        facts += run.reviewNotes
        facts += run.settings.budget?.cuts.map { $0.map { "to fit the budget: \($0)" } } ?? []
        return [.heading("Question"), .quotation(run.question), .list(facts)]
    }

    private func failures(in run: Run) -> [Block] {
        var blocks: [Block] = []
        if let note = outcome.progressNote { blocks.append(.sentence(note)) }
        if outcome.isEnded, outcome.answers.isEmpty { blocks.append(.sentence("No member answered.")) }
        guard !outcome.failures.isEmpty else { return blocks }
        let items = outcome.failures.map { failure in
            [failure.error.sentence(about: failure.call, in: run), failure.error.suggestion].compactMap { $0 }.joined(
                separator: " — ")
        }
        return blocks + [.heading("Failures"), .list(items)]
            + outcome.failures.flatMap { partial(of: $0.error, in: $0.call, of: run, after: outcome.setbacks[...]) }
    }

    /// What had come of a reply that broke off.
    /// - Parameter setbacks: What had gone wrong before, which tells who had taken the place of the model.
    func partial(
        of error: ModelError?, in call: Call, of run: Run, after setbacks: ArraySlice<Outcome.CallSetback>
    ) -> [Block] {
        guard let text = error?.partial else { return [] }
        let own = setbacks.filter { $0.call == call }.map(\.setback)
        // An error begins with the name of its model, unless it was the time of the call that was over.
        let author =
            own.map(\.model).first { error?.message.hasPrefix("\($0): ") == true }
            ?? own.last { $0.remedy == .fallback }?.model
        let name = run.inPlace(of: run.name(of: call), author == call.model ? nil : author)
        return [.subheading("Unfinished text of \(name)"), .quotation(text)]
    }

    private func costs(in run: Run) -> [Block] {
        guard let line = outcome.costLine else { return [] }
        return [.heading("Cost")] + (outcome.costTable(in: run).map { [.table($0)] } ?? []) + [.sentence(line)]
    }

    private var totals: [Block] {
        let usage = outcome.usage
        guard usage.input + usage.output > 0 else { return [] }
        return [.sentence("In all: \(Figures.tokens(usage.input)) read, \(Figures.tokens(usage.output)) written.")]
    }
}
