import CouncilKit

/// Members that vote on questions with known answers.
///
/// The order of strength and the threshold *t* are learnt on the other parts of ``folds``.
struct VoteTrial {
    static let folds = 5

    /// How often the best member, plurality, the vote and any member at all was right, as a share.
    let best, plurality, vote, oracle: Double
    /// The thresholds that were learnt.
    let thresholds: Set<Int>
    /// Whether the vote was right as often as the best member.
    let isNeverWorse: Bool

    /// - Parameter questions: The members' normalised answers, and the right one.
    init(_ questions: [(answers: [String?], truth: String)]) {
        let members = questions.first?.answers.indices ?? 0..<0
        func right(_ member: Int, _ questions: [(answers: [String?], truth: String)]) -> Int {
            questions.count { $0.answers[member] == $0.truth }
        }
        var thresholds: Set<Int> = []
        var (plurality, vote) = (0, 0)
        for fold in 0..<Self.folds {
            let learning = questions.enumerated().filter { $0.offset % Self.folds != fold }.map(\.element)
            let order = members.map { (member: $0, right: right($0, learning)) }
                .sorted { ($1.right, $0.member) < ($0.right, $1.member) }.map(\.member)
            func strongestFirst(_ answers: [String?]) -> [String?] { order.map { answers[$0] } }
            let threshold = Vote.threshold(learntFrom: learning.map { (strongestFirst($0.answers), $0.truth) })
            thresholds.insert(threshold)
            for question in questions.enumerated().filter({ $0.offset % Self.folds == fold }).map(\.element) {
                let answers = strongestFirst(question.answers)
                if Vote(answers, threshold: 1)?.answer == question.truth { plurality += 1 }
                if Vote(answers, threshold: threshold)?.answer == question.truth { vote += 1 }
            }
        }
        let best = members.map { right($0, questions) }.max() ?? 0
        let count = Double(max(questions.count, 1))
        self.best = Double(best) / count
        self.plurality = Double(plurality) / count
        self.vote = Double(vote) / count
        oracle = Double(questions.count { $0.answers.contains($0.truth) }) / count
        self.thresholds = thresholds
        isNeverWorse = vote >= best
    }

    /// Best member, plurality, vote, thresholds, oracle.
    var cells: [String] {
        [best, plurality, vote].map(Figure.text) + [thresholds.sorted().map { "\($0)" }.joined(separator: ",")]
            + [Figure.text(oracle)]
    }
}
