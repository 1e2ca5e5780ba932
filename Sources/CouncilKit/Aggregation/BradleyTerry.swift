/// The Bradley–Terry model: answer *i* is placed above answer *j* with the chance *pᵢ* / (*pᵢ* + *pⱼ*).
///
/// R. A. Bradley and M. E. Terry, "Rank analysis of incomplete block designs: I. The method of paired comparisons",
/// *Biometrika* 39, 1952. Ties count as half a win for each; every pair has the weight 1, however often it was compared.
/// `smoothing` is added to both sides of every pair, so that an answer which won everything has a finite strength and
/// answers which were never compared are still on one scale. The strengths maximise the likelihood by the
/// minorisation–maximisation of D. R. Hunter, "MM algorithms for generalized Bradley–Terry models", *Annals of
/// Statistics* 32, 2004.
public struct BradleyTerry: Sendable, Hashable {
    /// Wins, in units of a pair, that both answers of every pair have for nothing.
    public var smoothing: Double
    /// The largest number of steps towards the maximum. The default is that of the recorded reference vectors.
    public var steps: Int
    /// The change of the strengths that is too small for a further step.
    var tolerance = 1e-13

    public init(smoothing: Double = 1.0 / 60, steps: Int = 200) {
        self.smoothing = smoothing
        self.steps = steps
    }

    /// The strengths of the answers; they add up to 1. Answers that nobody compared have none.
    public func strengths(of candidates: [Label], in shares: PairwiseShares) -> [Label: Double] {
        let matrix = shares.matrix(of: candidates)
        let compared = matrix.compared
        let strengths = strengths(in: matrix.restricted(to: compared))
        return Dictionary(zip(compared.map { candidates[$0] }, strengths)) { first, _ in first }
    }

    /// The win share that the model expects of each answer against all others, 0 to 1.
    ///
    /// The likelihood equations say that over the pairs which were compared the expected wins are the observed ones.
    /// So this is the observed share where there is one, and the model's where nobody compared the two; if all pairs
    /// were compared, it is the Borda score. It orders answers as their strengths do.
    public func expectedWinShares(of candidates: [Label], in shares: PairwiseShares) -> [Label: Double] {
        let matrix = shares.matrix(of: candidates)
        let compared = matrix.compared
        let expected = expectedWinShares(in: matrix.restricted(to: compared))
        return Dictionary(zip(compared.map { candidates[$0] }, expected)) { first, _ in first }
    }

    func expectedWinShares(in matrix: PairMatrix) -> [Double] {
        let count = matrix.count
        var sums = Array(repeating: 0.0, count: count)
        var strengths: [Double] = []
        for row in 0..<count {
            for column in 0..<row {
                let index = row * count + column
                let share: Double
                if matrix.comparisons[index] > 0 {
                    share = matrix.wins[index] / matrix.comparisons[index]
                } else {
                    if strengths.isEmpty { strengths = self.strengths(in: matrix) }
                    share = strengths[row] / (strengths[row] + strengths[column])
                }
                sums[row] += share
                sums[column] += 1 - share
            }
        }
        return sums.map { $0 / Double(max(count - 1, 1)) }
    }

    /// The strengths that make the comparisons likeliest; they add up to 1.
    func strengths(in matrix: PairMatrix) -> [Double] {
        let count = matrix.count
        guard count > 0 else { return [] }
        var games = Array(repeating: 0.0, count: count * count)
        var wins = Array(repeating: 0.0, count: count)
        for row in 0..<count {
            for column in 0..<count where row != column {
                let share = matrix.share(row, column)
                wins[row] += (share ?? 0) + smoothing
                games[row * count + column] = (share == nil ? 0 : 1) + 2 * smoothing
            }
        }
        var strengths = Array(repeating: 1 / Double(count), count: count)
        var expected = wins
        for _ in 0..<(count > 1 ? steps : 0) {
            for row in 0..<count { expected[row] = 0 }
            for row in 0..<count {
                for column in 0..<row {
                    let chance = games[row * count + column] / (strengths[row] + strengths[column])
                    expected[row] += chance
                    expected[column] += chance
                }
            }
            var sum = 0.0
            for row in 0..<count {
                expected[row] = wins[row] / expected[row]
                sum += expected[row]
            }
            var change = 0.0
            for row in 0..<count {
                let next = expected[row] / sum
                change = max(change, abs(next - strengths[row]))
                strengths[row] = next
            }
            if change < tolerance { break }
        }
        return strengths
    }
}
