/// The Dawid–Skene model: how likely it is that one answer is better than another, when every judge has its own
/// reliability, and its own leaning to what it was shown first or second.
///
/// A. P. Dawid and A. M. Skene, "Maximum likelihood estimation of observer error-rates using the EM algorithm",
/// *Applied Statistics* 28, 1979. A pair of answers is an item with two classes, “the one shown first is better” and
/// “the one shown second is better”; a judge's confusion matrix says what it answers (first, second, tie) in either
/// case. Expectation–maximisation starts at the judges' mean verdicts. Nothing tells the model who is right but
/// agreement: judges that err together drag it along, so it is for reports, never for the verdict itself.
public struct DawidSkene: Sendable {
    /// What a judge says when the answer shown first is better, and when the second is: three chances each, for first,
    /// second and tie.
    public struct Confusion: Sendable, Hashable {
        public var whenFirstIsBetter: [Double]
        public var whenSecondIsBetter: [Double]
    }

    private struct Item: Hashable {
        var question: String
        var lower: Label
        var upper: Label
    }

    private let numbers: [Item: Int]
    /// The chance that the item's lower label is better.
    private let chances: [Double]
    /// The confusion of every judge.
    public let confusions: [String: Confusion]

    /// Fits the model.
    /// - Parameters:
    ///   - verdicts: All verdicts together; more questions tell more about the judges.
    ///   - smoothing: Verdicts that every cell of a confusion matrix has for nothing.
    ///   - rounds: The largest number of rounds of expectation–maximisation.
    public init(_ verdicts: [PairVerdict], smoothing: Double = 1, rounds: Int = 100) {
        var numbers: [Item: Int] = [:]
        var judges: [String: Int] = [:]
        let observations = verdicts.map { verdict in
            let isLowerFirst = verdict.first.rawValue < verdict.second.rawValue
            let item = Item(
                question: verdict.question, lower: isLowerFirst ? verdict.first : verdict.second,
                upper: isLowerFirst ? verdict.second : verdict.first)
            let number = numbers[item] ?? numbers.count
            numbers[item] = number
            let judge = judges[verdict.judge] ?? judges.count
            judges[verdict.judge] = judge
            return DawidSkeneFit.Observation(
                item: number, judge: judge, isLowerFirst: isLowerFirst, outcome: verdict.outcome.rawValue)
        }
        var fit = DawidSkeneFit(observations, items: numbers.count, judges: judges.count, smoothing: smoothing)
        fit.run(rounds: rounds)
        self.numbers = numbers
        chances = fit.chances
        confusions = judges.mapValues { judge in
            Confusion(
                whenFirstIsBetter: Array(fit.confusions[judge][..<3]),
                whenSecondIsBetter: Array(fit.confusions[judge][3...]))
        }
    }

    /// The chance that one answer is better than another, 0 to 1; `nil` if nobody compared them.
    public func chance(of first: Label, over second: Label, in question: String) -> Double? {
        let isLower = first.rawValue < second.rawValue
        let item = Item(question: question, lower: isLower ? first : second, upper: isLower ? second : first)
        return numbers[item].map { isLower ? chances[$0] : 1 - chances[$0] }
    }

    /// The mean chance of each answer to be better than another one, 0 to 1.
    public func scores(of candidates: [Label], in question: String) -> [Label: Double] {
        var scores: [Label: Double] = [:]
        for candidate in candidates {
            let chances = candidates.compactMap { other in
                other == candidate ? nil : chance(of: candidate, over: other, in: question)
            }
            if !chances.isEmpty { scores[candidate] = chances.reduce(0, +) / Double(chances.count) }
        }
        return scores
    }
}
