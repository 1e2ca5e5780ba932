/// Comparisons among answers that are known by number: what the rules compute on.
struct PairMatrix: Sendable, Equatable {
    let count: Int
    /// How often the row's answer beat the column's, ties as half, row by row.
    var wins: [Double]
    /// How often the two were compared.
    var comparisons: [Double]

    init(count: Int) {
        self.count = count
        wins = Array(repeating: 0, count: count * count)
        comparisons = wins
    }

    /// Adds the comparisons of a matrix of the same answers, as if made so often.
    mutating func add(_ other: PairMatrix, times: Double) {
        for index in wins.indices {
            wins[index] += times * other.wins[index]
            comparisons[index] += times * other.comparisons[index]
        }
    }

    /// The share of the comparisons that the row's answer won; `nil` if there were none.
    func share(_ row: Int, _ column: Int) -> Double? {
        let index = row * count + column
        return comparisons[index] > 0 ? wins[index] / comparisons[index] : nil
    }

    /// The answers that were compared with any other.
    var compared: [Int] {
        (0..<count).filter { row in (0..<count).contains { comparisons[row * count + $0] > 0 } }
    }

    /// The matrix of some of the answers.
    func restricted(to indices: [Int]) -> PairMatrix {
        var matrix = PairMatrix(count: indices.count)
        for (row, first) in indices.enumerated() {
            for (column, second) in indices.enumerated() {
                matrix.wins[row * indices.count + column] = wins[first * count + second]
                matrix.comparisons[row * indices.count + column] = comparisons[first * count + second]
            }
        }
        return matrix
    }
}
