/// The Plackett–Luce model: a ballot is a series of choices, each among the answers that are left, made in proportion
/// to the answers' strengths.
///
/// R. L. Plackett, "The analysis of permutations", *Applied Statistics* 24, 1975; R. D. Luce, *Individual Choice
/// Behavior*, 1959. Answers that are tied take one choice together and share it evenly; a choice among answers that are
/// all tied says nothing. The strengths maximise the likelihood by Hunter's minorisation–maximisation (*Annals of
/// Statistics* 32, 2004); `smoothing` choices are given to every answer, so that none has the strength 0.
public struct PlackettLuce: Sendable, Hashable {
    /// Choices that every answer is given for nothing.
    public var smoothing: Double
    /// The largest number of steps towards the maximum.
    public var steps: Int

    public init(smoothing: Double = 0.1, steps: Int = 200) {
        self.smoothing = smoothing
        self.steps = steps
    }

    private struct Choice {
        var chosen: [Int]
        var available: [Int]
    }

    /// The strength of each answer that a ballot compares with another; the strengths add up to 1.
    public func strengths(of candidates: [Label], on ballots: [Ballot]) -> [Label: Double] {
        let numbers = Dictionary(zip(candidates, candidates.indices)) { first, _ in first }
        let choices = ballots.flatMap { self.choices(on: $0, numbers) }
        let involved = Set(choices.flatMap(\.available)).union(
            ballots.filter(\.comparesAnswers).flatMap { $0.ranking.joined().compactMap { numbers[$0] } })
        guard !involved.isEmpty else { return [:] }
        var strengths = candidates.indices.map { involved.contains($0) ? 1 / Double(involved.count) : 0 }
        for _ in 0..<steps {
            var wins = Array(repeating: smoothing, count: candidates.count)
            // A choice among all answers stands behind what is given, so that an answer never on offer stays finite.
            var chances = Array(repeating: smoothing * Double(involved.count), count: candidates.count)
            for choice in choices {
                let total = choice.available.reduce(0) { $0 + strengths[$1] }
                for answer in choice.chosen { wins[answer] += 1 / Double(choice.chosen.count) }
                for answer in choice.available { chances[answer] += 1 / total }
            }
            var next = strengths
            for answer in involved { next[answer] = wins[answer] / chances[answer] }
            let sum = next.reduce(0, +)
            let change = involved.map { abs(next[$0] / sum - strengths[$0]) }.max() ?? 0
            strengths = next.map { $0 / sum }
            if change < 1e-13 { break }
        }
        return Dictionary(uniqueKeysWithValues: involved.map { (candidates[$0], strengths[$0]) })
    }

    private func choices(on ballot: Ballot, _ numbers: [Label: Int]) -> [Choice] {
        var groups = ballot.ranking.map { $0.compactMap { numbers[$0] } }.filter { !$0.isEmpty }[...]
        var choices: [Choice] = []
        while groups.count > 1, let chosen = groups.first {
            choices.append(Choice(chosen: chosen, available: Array(groups.joined())))
            groups = groups.dropFirst()
        }
        return choices
    }
}
