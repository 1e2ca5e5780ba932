/// The comparisons of one bootstrap sample; used again for the next one.
struct Sample {
    private let count: Int
    private var wins: [Double]
    private var comparisons: [Double]
    private var scores: [Double]
    private static let model = BradleyTerry(steps: 30)

    init(count: Int) {
        self.count = count
        wins = Array(repeating: 0, count: count * (count - 1) / 2)
        comparisons = wins
        scores = Array(repeating: 0, count: count)
    }

    mutating func clear() {
        for pair in wins.indices {
            wins[pair] = 0
            comparisons[pair] = 0
        }
    }

    /// Adds one criterion of one reviewer, which begins at an index of the two lists.
    mutating func add(_ wins: [Double], _ comparisons: [Double], from start: Int) {
        for pair in self.wins.indices {
            self.wins[pair] += wins[start + pair]
            self.comparisons[pair] += comparisons[start + pair]
        }
    }

    /// Gives the score of every answer that was compared: the expected win share.
    mutating func score(_ body: (_ answer: Int, _ score: Double) -> Void) {
        for answer in scores.indices { scores[answer] = 0 }
        var pair = 0
        for row in 0..<count {
            for column in 0..<row {
                guard comparisons[pair] > 0 else { return scoreWithGaps(body) }
                let share = wins[pair] / comparisons[pair]
                scores[row] += share
                scores[column] += 1 - share
                pair += 1
            }
        }
        for answer in scores.indices { body(answer, scores[answer] / Double(count - 1)) }
    }

    private func scoreWithGaps(_ body: (_ answer: Int, _ score: Double) -> Void) {
        var matrix = PairMatrix(count: count)
        var pair = 0
        for row in 0..<count {
            for column in 0..<row {
                matrix.wins[row * count + column] = wins[pair]
                matrix.wins[column * count + row] = comparisons[pair] - wins[pair]
                matrix.comparisons[row * count + column] = comparisons[pair]
                matrix.comparisons[column * count + row] = comparisons[pair]
                pair += 1
            }
        }
        let compared = matrix.compared
        let expected = Self.model.expectedWinShares(in: matrix.restricted(to: compared))
        for (index, answer) in compared.enumerated() { body(answer, expected[index]) }
    }
}
