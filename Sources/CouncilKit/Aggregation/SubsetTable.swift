/// Dynamic programming over subsets for the Kemeny–Young rule.
///
/// A set of answers is a bit mask. Whatever order the best-placed answers have among themselves, the rest is best
/// ordered in the same way: so 2ⁿ sets are looked at instead of *n*! orders.
struct SubsetTable: Sendable {
    private let matrix: PairMatrix
    /// The most agreement that an order of the answers outside the set can have, one entry a set.
    private var agreement: [Double]
    /// In how many orders they can have it.
    private var orders: [Int]

    init(_ matrix: PairMatrix) {
        self.matrix = matrix
        let all = 1 << matrix.count
        agreement = Array(repeating: 0, count: all)
        orders = Array(repeating: 1, count: all)
        for placed in stride(from: all - 2, through: 0, by: -1) {
            var best = -1.0
            var count = 0
            for next in 0..<matrix.count where placed & (1 << next) == 0 {
                let after = placed | (1 << next)
                let sum = gain(of: next, after: placed) + agreement[after]
                if sum > best + Self.tolerance {
                    best = sum
                    count = orders[after]
                } else if sum > best - Self.tolerance {
                    count += orders[after]
                }
            }
            agreement[placed] = best
            orders[placed] = count
        }
    }

    /// Sums of halves are exact, sums of shares nearly so.
    private static let tolerance = 1e-9

    /// How many best orders of all answers there are.
    var rankingCount: Int { orders[0] }

    /// The mean place of each answer over all best orders, 1 the best.
    var meanPlaces: [Double] {
        var sums = Array(repeating: 0.0, count: matrix.count)
        var ways = Array(repeating: 0, count: agreement.count)
        ways[0] = 1
        for placed in ways.indices where ways[placed] > 0 {
            for next in successors(of: placed) {
                let after = placed | (1 << next)
                ways[after] += ways[placed]
                sums[next] += Double(ways[placed] * orders[after] * (placed.nonzeroBitCount + 1))
            }
        }
        return sums.map { $0 / Double(rankingCount) }
    }

    /// The best orders of all answers, in lexicographic order of their numbers.
    func rankings(limit: Int) -> [[Int]] {
        var rankings: [[Int]] = []
        var stack: [[Int]] = [[]]
        while let beginning = stack.popLast(), rankings.count < limit {
            if beginning.count == matrix.count { rankings.append(beginning) }
            let placed = beginning.reduce(0) { $0 | (1 << $1) }
            for next in successors(of: placed).reversed() { stack.append(beginning + [next]) }
        }
        return rankings
    }

    /// The answers that may follow on those placed in a best order.
    private func successors(of placed: Int) -> [Int] {
        (0..<matrix.count).filter { next in
            placed & (1 << next) == 0
                && gain(of: next, after: placed) + agreement[placed | (1 << next)]
                    > agreement[placed] - Self.tolerance
        }
    }

    /// The agreement that comes from placing an answer above all that are not yet placed.
    private func gain(of next: Int, after placed: Int) -> Double {
        var sum = 0.0
        for other in 0..<matrix.count where other != next && placed & (1 << other) == 0 {
            sum += matrix.wins[next * matrix.count + other]
        }
        return sum
    }
}
