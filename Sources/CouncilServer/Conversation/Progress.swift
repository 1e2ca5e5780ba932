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
        case .failed(let call, let error) where error.code == .cancelled: "\(call.role) did not finish.\n"
        case .failed(let call, let error): "\(call.role) failed: \(error.message)\n"
        case .tallied(let tally): tallied(tally, in: outcome)
        case .analysed(let call, _, let reply): "\(author(of: call, reply)) has analysed the answers.\n"
        case .revised(let call, let reply): "\(author(of: call, reply)) has revised its answer.\n"
        case .drafted(let call, let reply):
            "\(author(of: call, reply)) has drafted the final answer; it is compared with the best one.\n"
        default: nil
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
