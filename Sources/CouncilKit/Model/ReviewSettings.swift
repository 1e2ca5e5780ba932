/// How members review each other's answers. Recorded with every run.
public struct ReviewSettings: Sendable, Hashable, Codable {
    /// What a reviewer is asked.
    public enum Mode: String, Sendable, Hashable, Codable, CaseIterable {
        /// It reads all answers at once, scores, criticises and ranks them.
        case listwise
        /// It compares two answers at a time, each pair in both orders, and names the better one: for small or noisy
        /// reviewers. Scores and critiques are asked for beside that, see ``ReviewSettings/critiques``; they do not rank.
        case pairwise
        /// As ``pairwise``, but it writes one token and what counts is how probable each letter was. Where the provider
        /// tells no probabilities, the letter counts.
        case logprobs
    }

    /// How often every reviewer reads the answers, 1 or 2: the second time in the reversed order. Without meaning for
    /// comparisons of pairs, which are always made in both orders.
    public var passes: Int
    public var mode: Mode
    /// Whether reviewers that compare pairs score and criticise every answer as well, in one more call each; `nil` for
    /// yes. Where only one answer can be read, so that there is no pair, they always do.
    public var critiques: Bool?
    /// Whether a reviewer first writes its own short answer and three criteria for this question.
    public var criteria: Bool
    /// The names of the models that review, `provider/model`, on two seats or more; `nil` for all.
    ///
    /// If fewer than two of them answered, everybody reviews: a reviewer never reads its own answer, so that of a lone
    /// one would stand without any ballot.
    public var reviewers: [String]?
    /// The user's own task for reviewers in place of the built-in one; for ``Mode/listwise`` only.
    public var prompt: CustomPrompt?

    public init(
        passes: Int = 1, mode: Mode = .listwise, critiques: Bool? = nil, criteria: Bool = true,
        reviewers: [String]? = nil, prompt: CustomPrompt? = nil
    ) {
        self.passes = passes
        self.mode = mode
        self.critiques = critiques
        self.criteria = criteria
        self.reviewers = reviewers
        self.prompt = prompt
    }
}

extension ReviewSettings {
    /// Whether a review holds a ranking; otherwise comparisons of pairs rank the answers.
    var asksForRanks: Bool { mode == .listwise }
}
