import CouncilKit

/// What the live view knows: the outcome so far and the calls in flight. A fold over the events and their times.
struct LiveState: Sendable {
    /// A call whose reply is still coming.
    struct Flight: Sendable {
        var call: Call
        /// When it began.
        var beginning: Duration
        var bytes = 0
        var firstPiece: Duration?
        /// What the call waits for, if it does.
        var wait: Reply.Wait?
        /// The last thing that went wrong in it.
        var setback: Setback?

        /// Seconds that nothing has come for; `nil` while that is nothing to speak of.
        func silence(at now: Duration) -> Int? {
            let seconds = (now - beginning).seconds
            return bytes == 0 && seconds >= 5 ? Int(seconds) : nil
        }

        /// The tokens so far, estimated.
        var tokens: Int { Figures.estimatedTokens(bytes: bytes) }

        /// Tokens a second since the first piece; `nil` until that means something.
        func rate(at now: Duration) -> Double? {
            guard let firstPiece, now - firstPiece >= .milliseconds(500) else { return nil }
            return Double(tokens) / (now - firstPiece).seconds
        }
    }

    /// Whether somebody is waited for, so that the picture changes with time alone.
    func isSilent(at now: Duration) -> Bool { flights.values.contains { $0.silence(at: now) != nil } }

    private(set) var outcome: Outcome
    private(set) var flights: [Role: Flight] = [:]

    init(after outcome: Outcome = Outcome()) { self.outcome = outcome }

    mutating func apply(_ event: CouncilEvent, at now: Duration) {
        outcome.apply(event)
        switch event {
        case .started(let call): flights[call.role] = Flight(call: call, beginning: now)
        case .piece(let role, .text(let text)), .piece(let role, .reasoning(let text)):
            flights[role]?.bytes += text.utf8.count
            if flights[role]?.firstPiece == nil { flights[role]?.firstPiece = now }
            flights[role]?.wait = nil
        case .piece(let role, .waiting(let wait)): flights[role]?.wait = wait
        case .setback(let call, let setback):
            flights[call.role]?.setback = setback
            // What came before a repeated call counts no more; a hedge goes on beside it.
            if setback.remedy != .hedge {
                flights[call.role]?.bytes = 0
                flights[call.role]?.firstPiece = nil
            }
        case .answered(let call, _), .reviewed(let call, _, _), .paired(let call, _, _), .unreadable(let call, _, _),
            .failed(let call, _), .revised(let call, _), .analysed(let call, _, _), .drafted(let call, _),
            .compared(let call, _, _), .audited(let call, _, _):
            // A reviewer that is asked several things at once is shown at the last of them.
            if flights[call.role]?.call == call { flights[call.role] = nil }
        case .proceeded, .tallied, .deepened, .reopened, .voted, .weighed: break
        case .opened, .resumed, .concluded, .unanswered: flights = [:]
        }
    }
}
