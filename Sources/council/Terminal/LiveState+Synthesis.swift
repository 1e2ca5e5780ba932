import CouncilKit

/// The picture of what happens between the reviews and the end, beside the chair's own writing.
extension LiveState {
    /// What is under way, a line a step.
    func synthesisLines(in run: Run) -> [InkLine] {
        var lines: [InkLine] = []
        let roles = flights.keys
        let revising = roles.count { if case .reviser = $0 { true } else { false } }
        if revising > 0 {
            lines.append(InkLine("second round: \(outcome.revisions.count) revised, \(revising) at it…", .bold))
        }
        let judging = roles.count { if case .judge = $0 { true } else { false } }
        if judging > 0 { lines.append(InkLine("is one of the two strongest members' answers clearly better?…", .bold)) }
        if let flight = flights[.analyst] {
            lines.append(InkLine("\(run.name(of: flight.call)) analyses the answers…\(Self.tokens(of: flight))", .bold))
        }
        let comparing = roles.count { if case .comparer = $0 { true } else { false } }
        if comparing > 0 { lines.append(InkLine("\(Self.comparing) \(comparing) to go", .bold)) }
        if let flight = flights[.auditor] {
            lines.append(InkLine("\(run.name(of: flight.call)) \(Self.auditing)\(Self.tokens(of: flight))", .bold))
        }
        return lines
    }

    static let comparing = "the draft is compared with the best single answer…"
    static let auditing = "looks for what the answer dropped…"

    private static func tokens(of flight: Flight) -> String {
        flight.bytes > 0 ? "  \(Figures.tokens(flight.tokens, isEstimate: true))" : ""
    }
}

extension Call {
    /// What happens when the call is sent, in words; `nil` if it is one of many alike or needs no word.
    func announcement(in run: Run) -> String? {
        let name = run.name(of: self)
        switch role {
        case .chairman:
            return actingSeat == nil ? "the chairman, \(name), writes…" : "\(name) takes the chair and writes…"
        case .analyst: return "\(name) analyses the answers…"
        case .auditor: return "\(name) \(LiveState.auditing)"
        case .member, .reviewer, .reviser, .comparer, .judge: return nil
        }
    }
}

extension Role {
    /// What a model does in this role, in words.
    var activity: String {
        switch self {
        case .member: "is answering"
        case .reviewer: "is reviewing"
        case .chairman: "is writing the final answer"
        case .analyst: "is analysing the answers"
        case .comparer, .judge: "is comparing"
        case .auditor: "is looking for dropped points"
        case .reviser: "is revising its answer"
        }
    }
}
