import CouncilKit

/// What happens in a run, a line an event, for clients that show it while they wait for the answer.
enum Progress {
    static func line(for event: CouncilEvent, after outcome: Outcome) -> String? {
        switch event {
        case .opened(let run): "Run \(run.id): \(run.seats.joined(separator: ", ")) answer.\n"
        case .resumed: "The run goes on.\n"
        case .answered(let call, let reply): "\(author(of: call, reply)) has answered\(tokens(of: reply)).\n"
        case .proceeded(let seats): "\(seats.count) answers are enough to go on.\n"
        case .reviewed(let call, _, let reply): "\(author(of: call, reply)) has reviewed the others.\n"
        case .unreadable(let call, let reply, let complaint):
            "The review of \(author(of: call, reply)) cannot be read: \(complaint)\n"
        case .failed(let call, let error) where error.code == .cancelled:
            "\(task(of: call.role)) by \(call.model) did not finish.\n"
        case .failed(let call, let error): "\(task(of: call.role)) failed: \(error.line)\n"
        case .setback(_, let setback): line(for: setback)
        case .tallied(let tally): tallied(tally, in: outcome)
        case .analysed(let call, _, let reply): "\(author(of: call, reply)) has analysed the answers.\n"
        case .revised(let call, let reply): "\(author(of: call, reply)) has revised its answer.\n"
        case .drafted(let call, let reply):
            "\(author(of: call, reply)) has drafted the final answer; it is compared with the best one.\n"
        default: nil
        }
    }

    private static func line(for setback: Setback) -> String? {
        guard let message = setback.error?.message.inOneLine else { return nil }
        switch setback.remedy {
        case .retry:
            let time = setback.delay.map { " in \(Int($0.rounded(.up))) s" } ?? ""
            return "\(message); asked again\(time).\n"
        case .fallback: return "\(message); \(setback.model) is asked instead.\n"
        default: return nil
        }
    }

    /// What a call is for.
    private static func task(of role: Role) -> String {
        switch role {
        case .member: "An answer"
        case .reviewer: "A review"
        case .chairman: "The final answer"
        case .analyst: "The analysis of the answers"
        case .comparer, .judge: "A comparison"
        case .auditor: "The search for dropped points"
        case .reviser: "A revision"
        }
    }

    /// The model that was asked, or the one that answered in its place.
    private static func author(of call: Call, _ reply: Reply) -> String { reply.answeredBy ?? call.model }

    private static func tokens(of reply: Reply) -> String { reply.usage.map { " (\($0.output) tokens)" } ?? "" }

    private static func tallied(_ tally: Tally, in outcome: Outcome) -> String {
        let order = tally.standings.compactMap { outcome.author(of: $0.label) }
        return order.isEmpty ? "" : "The order after the reviews: \(order.joined(separator: ", ")).\n"
    }
}

extension ModelError {
    /// What happened, to which model, and what can be done, in one line.
    var line: String { description.inOneLine }
}

extension String {
    fileprivate var inOneLine: String { split(whereSeparator: \.isNewline).joined(separator: " ") }
}
