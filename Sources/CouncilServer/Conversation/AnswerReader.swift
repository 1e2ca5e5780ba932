import CouncilKit

/// Reads a run as a chat protocol shows it: what happens on the way in words, then the final answer piece by piece.
final class AnswerReader {
    enum Step: Sendable {
        /// A line about what happens before the answer begins.
        case progress(String)
        case text(String)
        case heartbeat
        case done(Answer)
    }

    /// The final answer and what is known of the run.
    struct Answer: Sendable {
        var outcome: Outcome
        var usage: UsageReport
        /// The answer as it was shown.
        var text: String
        var reason: Reply.StopReason
        /// The stop sequence that ended it.
        var stopSequence: String?
    }

    private let reader: RunReader
    private let form: AnswerForm
    private var filter: StopFilter
    private var outcome = Outcome()
    private var usage = UsageReport()
    /// Whether a draft may still give way to another answer, so that nothing of it can be shown before the end.
    private var awaitsEnd = false
    /// What the chairman has written since its call began.
    private var current = ""
    /// What of it has gone through the filter.
    private var passed = ""
    private var shown = ""
    private var steps: [Step] = []
    private var isOver = false

    init(_ subscription: RunSubscription, form: AnswerForm = .text, stop: [String] = []) {
        reader = RunReader(subscription)
        self.form = form
        filter = StopFilter(stop)
    }

    /// The next step; after `done`, `nil`.
    /// - Throws: ``ServiceError`` that says why there is no answer.
    func next() async throws -> Step? {
        while steps.isEmpty {
            guard !isOver, let item = try await reader.next() else { return nil }
            switch item {
            case .heartbeat: return .heartbeat
            case .event(let event): take(event.event)
            case .end(let end): try finish(end)
            }
        }
        return steps.removeFirst()
    }

    /// Reads to the end.
    func answer() async throws -> Answer {
        while let step = try await next() {
            if case .done(let answer) = step { return answer }
        }
        throw ServiceError(.failed, "The run ended without a word.")
    }

    private func take(_ event: CouncilEvent) {
        outcome.apply(event)
        usage.apply(event)
        switch event {
        case .opened(let run): awaitsEnd = run.settings.synthesisInForce.doNoHarm
        case .started(let call) where call.role == .chairman: current = ""
        case .piece(.chairman, .text(let text)) where !awaitsEnd:
            let isInStep = current.utf8.count == passed.utf8.count
            current += text
            if isInStep { pass(text) } else { catchUp() }
        case .concluded(let conclusion):
            current = conclusion.text
            catchUp()
        default: break
        }
        if shown.isEmpty, let line = Progress.line(for: event, after: outcome) { steps.append(.progress(line)) }
    }

    /// Shows what of the current text was not shown yet.
    private func catchUp() {
        // In bytes: a piece may end within a character, such as between a gesture and its tone.
        let (known, whole) = (passed.utf8, current.utf8)
        if whole.starts(with: known) {
            pass(String(Substring(whole.dropFirst(known.count))))
        } else if !known.starts(with: whole), !known.suffix(whole.count).elementsEqual(whole) {
            // Another model has begun anew after the first one broke off; what was shown cannot be taken back. Where only
            // the end is the answer, thoughts without an opening tag were shown in front of it.
            passed = ""
            pass("\n\n[The answer broke off here and begins anew.]\n\n", isOwn: true)
            pass(current)
        }
    }

    private func pass(_ text: String, isOwn: Bool = false) {
        if !isOwn { passed += text }
        guard form == .text, !text.isEmpty else { return }
        for piece in awaitsEnd ? Self.pieces(of: text) : [text] { show(filter.pass(piece)) }
    }

    /// A text that is known at once, in pieces of a few words.
    private static func pieces(of text: String) -> [String] {
        var pieces: [String] = []
        var piece = ""
        for character in text {
            piece.append(character)
            guard character.isWhitespace, piece.count >= longPiece else { continue }
            pieces.append(piece)
            piece = ""
        }
        return piece.isEmpty ? pieces : pieces + [piece]
    }

    private static let longPiece = 24

    private func show(_ text: String) {
        guard !text.isEmpty else { return }
        shown += text
        steps.append(.text(text))
    }

    private func finish(_ end: RunFeed.End) throws {
        isOver = true
        let run = outcome.run?.id.rawValue
        if let conclusion = outcome.conclusion {
            if form == .text {
                show(filter.finish())
            } else {
                guard let object = AnswerForm.object(in: conclusion.text) else {
                    throw ServiceError(
                        .wrongForm, "The final answer of run \(run ?? "?") is not a JSON object.", run: run)
                }
                show(object)
            }
            steps.append(
                .done(
                    Answer(
                        outcome: outcome, usage: usage, text: shown, reason: conclusion.reply?.stopReason ?? .finished,
                        stopSequence: filter.hit)))
            return
        }
        switch outcome.isEnded ? .ended : end {
        case .ended:
            let reasons = outcome.failures.map(\.error.line)
            throw ServiceError(.noAnswer, "No member answered. \(reasons.joined(separator: " · "))", run: run)
        case .stopped: throw ServiceError(.stopped, "Run \(run ?? "?") was stopped.", run: run)
        case .parked:
            throw ServiceError(
                .shuttingDown, "The server is shutting down; run \(run ?? "?") goes on when it is back.",
                retryAfter: 5, run: run)
        case .failed(let words): throw ServiceError(.failed, "Run \(run ?? "?") broke off: \(words)", run: run)
        default: throw ServiceError(.conflict, "Nobody works on run \(run ?? "?").", run: run)
        }
    }
}
