import CouncilKit

/// What happens in a run, a line an event, for clients that show it while they wait for the answer.
enum Progress {
    static func line(for event: CouncilEvent, after outcome: Outcome) -> String? {
        switch event {
        case .opened(let run): "Run \(run.id): \(run.seats.joined(separator: ", ")) answer.\n"
        case .resumed: "The run goes on.\n"
        case .answered(let call, let reply): "\(call.model) has answered\(tokens(of: reply)).\n"
        case .proceeded(let seats): "\(seats.count) answers are enough to go on.\n"
        case .reviewed(let call, _, _): "\(call.model) has reviewed the others.\n"
        case .unreadable(let call, _, let complaint):
            "The review of \(call.model) cannot be read: \(complaint)\n"
        case .failed(let call, let error): "\(call.role) failed: \(error.message)\n"
        case .tallied(let tally): tallied(tally, in: outcome)
        case .analysed(let call, _, _): "\(call.model) has analysed the answers.\n"
        case .revised(let call, _): "\(call.model) has revised its answer.\n"
        case .drafted(let call, _): "\(call.model) has drafted the final answer; it is compared with the best one.\n"
        default: nil
        }
    }

    private static func tokens(of reply: Reply) -> String { reply.usage.map { " (\($0.output) tokens)" } ?? "" }

    private static func tallied(_ tally: Tally, in outcome: Outcome) -> String {
        let order = tally.standings.compactMap { outcome.run?.model(of: $0.label) }
        return order.isEmpty ? "" : "The order after the reviews: \(order.joined(separator: ", ")).\n"
    }
}
