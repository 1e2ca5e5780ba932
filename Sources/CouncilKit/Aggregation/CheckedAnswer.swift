/// The outcome of a vote among replies whose answers can be compared as they stand.
public struct CheckedAnswer: Sendable, Hashable {
    public let kind: AnswerKind
    public let vote: Vote
    /// The seat whose answer won: the strongest of those that gave it.
    public let seat: Int
    /// What that seat stated, in its own words.
    public let text: String
    /// The normalised answer of each seat; `nil` where there is none.
    public let answers: [String?]

    /// Votes.
    /// - Parameters:
    ///   - replies: The replies in seat order; `nil` for a member that gave none.
    ///   - kind: What is asked for; found from the replies if it is not given.
    ///   - strengths: How strong each seat's model is, in seat order; equal strengths go by seat.
    ///   - threshold: How many others must agree to overrule the strongest member; see ``Vote``.
    /// - Returns: `nil` if the replies are not of one kind, or hold no answer.
    public init?(_ replies: [String?], kind: AnswerKind? = nil, strengths: [Double] = [], threshold: Int = 2) {
        guard let kind = kind ?? AnswerKind.detected(in: replies.compactMap { $0 }) else { return nil }
        let answers = replies.map { $0.flatMap(kind.normalized) }
        let order = replies.indices.sorted { one, other in
            let (first, second) = (strengths.at(one), strengths.at(other))
            return first == second ? one < other : first > second
        }
        guard let vote = Vote(order.map { answers[$0] }, threshold: threshold),
            let winner = vote.supporters.first.map({ order[$0] }), let reply = replies[winner]
        else { return nil }
        self.kind = kind
        self.vote = vote
        self.answers = answers
        seat = winner
        text = StatedAnswer(reply)?.text ?? vote.answer
    }
}

extension [Double] {
    fileprivate func at(_ index: Int) -> Double { indices.contains(index) ? self[index] : 0 }
}
