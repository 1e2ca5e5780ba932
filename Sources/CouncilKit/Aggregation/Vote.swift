/// A vote on answers that can be compared as they stand: numbers, option letters, yes or no, short strings.
///
/// The most frequent answer wins; ties go to the strongest member among those tied. The strongest member's own answer
/// is kept unless at least *t* others agree on another one: with one strong member and several weak ones plurality
/// falls far below the strongest alone (.633 against .714 on MMLU-Pro).
public struct Vote: Sendable, Hashable {
    /// Why the winner won.
    public enum Reason: String, Sendable, Hashable, Codable {
        /// All that answered agree.
        case unanimous
        /// More members gave this answer than any other.
        case plurality
        /// It was tied with others, and the strongest member among them gave it.
        case tieToStrongest = "tie_to_strongest"
        /// Another answer had more votes, but too few to overrule the strongest member.
        case keptStrongest = "kept_strongest"
    }

    /// An answer and who gave it.
    public struct Option: Sendable, Hashable {
        /// The normalised answer.
        public var answer: String
        /// The members that gave it, the strongest first; numbered as they were given to the vote.
        public var members: [Int]
    }

    /// All answers, most votes first; those with as many in the order of their strongest members.
    public let options: [Option]
    /// The index of the winner among the options.
    private let winner: Int
    public let reason: Reason

    /// The answer that won.
    public var answer: String { options[winner].answer }
    /// The members that gave it, the strongest first.
    public var supporters: [Int] { options[winner].members }

    /// Counts votes.
    /// - Parameters:
    ///   - answers: The normalised answers, the strongest member's first; `nil` for a member that gave none.
    ///   - threshold: *t*: how many others must agree to overrule the strongest member, at least 1.
    /// - Returns: `nil` if nobody answered.
    public init?(_ answers: [String?], threshold: Int = 2) {
        var members: [String: [Int]] = [:]
        for (member, answer) in answers.enumerated() {
            if let answer { members[answer, default: []].append(member) }
        }
        // The strongest supporter is the first member of an option, and no two options share one.
        let options = members.map { Option(answer: $0.key, members: $0.value) }
            .sorted { (-$0.members.count, $0.members[0]) < (-$1.members.count, $1.members[0]) }
        guard let first = options.first else { return nil }
        self.options = options
        if options.count == 1 {
            (winner, reason) = (0, .unanimous)
        } else if let kept = options.firstIndex(where: { $0.members[0] == 0 }), kept != 0,
            first.members.count < threshold
        {
            (winner, reason) = (kept, .keptStrongest)
        } else {
            (winner, reason) = (0, options[1].members.count == first.members.count ? .tieToStrongest : .plurality)
        }
    }

    /// The threshold that served best on questions with known answers.
    /// - Parameter questions: The normalised answers, the strongest member's first, and the right one.
    /// - Returns: Among equally good thresholds the largest: the strongest member is overruled only where it pays.
    public static func threshold(learntFrom questions: [(answers: [String?], truth: String)]) -> Int {
        let members = questions.map(\.answers.count).max() ?? 0
        // With as many as there are members nobody can overrule the strongest.
        var best = (threshold: max(members, 1), right: -1)
        for threshold in stride(from: max(members, 1), through: 1, by: -1) {
            let right = questions.reduce(0) {
                $0 + (Vote($1.answers, threshold: threshold)?.answer == $1.truth ? 1 : 0)
            }
            if right > best.right { best = (threshold, right) }
        }
        return best.threshold
    }
}
