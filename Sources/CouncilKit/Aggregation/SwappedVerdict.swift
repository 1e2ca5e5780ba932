/// What a judge said of two answers, asked in both orders.
public struct SwappedVerdict: Sendable, Hashable {
    /// The lean of one reply, mapped back to the same two answers.
    public enum Lean: Int, Sendable, Hashable {
        case second = -1
        /// A tie, or a reply that could not be read.
        case none = 0
        case first = 1
    }

    public var original: Lean
    public var swapped: Lean

    public init(original: Lean, swapped: Lean) {
        self.original = original
        self.swapped = swapped
    }

    /// The mean of both replies: 1 for the first answer, −1 for the second. Replies that contradict each other are a
    /// tie, 0.
    public var margin: Double { Double(original.rawValue + swapped.rawValue) / 2 }
}
