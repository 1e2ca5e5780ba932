/// A judge's verdict on two answers that it was shown one after the other.
public struct PairVerdict: Sendable, Hashable {
    /// What a judge can say.
    public enum Outcome: Int, Sendable, Hashable, CaseIterable {
        case first, second, tie
    }

    /// The question that was answered; verdicts on the same pair under the same question are about the same thing.
    public var question: String
    public var judge: String
    /// The answer that was shown first.
    public var first: Label
    /// The answer that was shown second.
    public var second: Label
    public var outcome: Outcome

    public init(question: String, judge: String, first: Label, second: Label, outcome: Outcome) {
        self.question = question
        self.judge = judge
        self.first = first
        self.second = second
        self.outcome = outcome
    }
}
