/// A vote on answers that can be compared as they stand, with who gave which; see ``Vote`` for the rule.
public struct AnswerVote: Sendable, Hashable, Codable {
    /// An answer and the seats that gave it, the strongest first.
    public struct Option: Sendable, Hashable, Codable {
        /// The normalised answer.
        public var answer: String
        public var seats: [Int]

        public init(answer: String, seats: [Int]) {
            self.answer = answer
            self.seats = seats
        }
    }

    public var kind: AnswerKind
    /// Whether the kind was found from the answers, not asked for.
    public var isDetected: Bool
    /// All answers, most votes first.
    public var options: [Option]
    /// The answer that won, normalised.
    public var answer: String
    /// The seat whose answer is returned: the strongest of those that gave it.
    public var seat: Int
    public var reason: Vote.Reason
    /// How many others had to agree to overrule the strongest member.
    public var threshold: Int
    /// The seats that voted, the strongest first.
    public var order: [Int]
    /// What is returned, in the member's own words.
    public var text: String

    /// Votes.
    /// - Parameters:
    ///   - replies: The replies by seat.
    ///   - order: The seats that vote, the strongest first.
    ///   - type: What was asked for; `nil` finds it from the replies. A kind that was found counts only if two members
    ///     agree on an answer: replies that merely look alike are to be judged, not counted.
    ///   - threshold: How many others must agree to overrule the strongest member.
    /// - Returns: `nil` if there is nothing to count.
    public init?(
        on replies: [Int: Reply], order: [Int], type: SynthesisSettings.AnswerType?, threshold: Int
    ) {
        guard type != .text else { return nil }
        let order = order.filter { replies[$0] != nil }
        // The strongest first: equal strengths go by place.
        guard
            let checked = CheckedAnswer(
                order.map { replies[$0]?.text }, kind: type?.kind, threshold: max(1, threshold)),
            let most = checked.vote.options.first?.members.count, type != nil || most > 1
        else { return nil }
        kind = checked.kind
        isDetected = type == nil
        options = checked.vote.options.map { option in
            Option(answer: option.answer, seats: option.members.map { order[$0] })
        }
        answer = checked.vote.answer
        seat = order[checked.seat]
        reason = checked.vote.reason
        self.threshold = max(1, threshold)
        self.order = order
        // Who asked for a number wants the number; who asked for prose wants the words around it.
        text = type == nil ? replies[seat]?.text ?? checked.text : checked.text
    }

    /// The answer of a seat, normalised; `nil` if it gave none.
    public func answer(of seat: Int) -> String? { options.first { $0.seats.contains(seat) }?.answer }

    /// Whether the two strongest members gave the same answer.
    public var doStrongestAgree: Bool {
        guard order.count > 1, let first = answer(of: order[0]) else { return false }
        return first == answer(of: order[1]) && first == answer
    }
}
