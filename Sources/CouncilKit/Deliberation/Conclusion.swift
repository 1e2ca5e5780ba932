/// The final answer of a run and where it comes from.
public struct Conclusion: Sendable, Hashable, Codable {
    /// Where a final answer comes from.
    public enum Source: String, Sendable, Hashable, Codable {
        /// The chairman wrote it.
        case chairman
        /// The chairman failed and the best-ranked member that was alive took the chair.
        case actingChairman = "acting_chairman"
        /// Nobody could take the chair: the top-ranked answer, unchanged.
        case topRanked = "top_ranked"
        /// Only one member answered: its answer, unchanged and not reviewed.
        case soleAnswer = "sole_answer"
        /// The best single answer, unchanged: the draft was worse in a blind comparison, or the run stopped early.
        case bestAnswer = "best_answer"
        /// The answer that won a vote, as its author gave it.
        case vote
    }

    public var text: String
    public var source: Source
    /// The call that wrote it.
    public var call: Call
    /// The reply it was taken from, if it was written for the conclusion.
    public var reply: Reply?
    /// US dollars that providers may bill for requests of the run that have no end of their own, at most: losers of
    /// hedges, members that were not waited for. `nil` if there is none, or no budget.
    public var mayCost: Double?

    public init(text: String, source: Source, call: Call, reply: Reply? = nil) {
        self.text = text
        self.source = source
        self.call = call
        self.reply = reply
    }
}
