/// Who reads which answers in which order.
///
/// The seats that answered are shuffled into a circle by the seed. The reviewer at place *r* reads the answers at
/// *r* + 1, *r* − 1, *r* + 2, *r* − 2, … (modulo the circle). Nobody meets its own answer, every answer stands exactly
/// once in every position, and with an even circle every answer follows every other equally often. This is Williams'
/// design with the reviewer's own answer left out (E. J. Williams, "Experimental designs balanced for the estimation
/// of residual effects of treatments", 1949).
public struct ReviewOrders: Sendable, Hashable {
    private let orders: [Int: [Int]]
    private let circle: [Int]

    /// - Parameters:
    ///   - seats: The seats that answered.
    ///   - seed: The run's seed.
    public init(seats: [Int], seed: UInt64) {
        var generator = SeededGenerator(seed: seed, purpose: "review orders")
        let circle = seats.sorted().shuffled(using: &generator)
        let offsets = (1..<max(circle.count, 1)).map { step in
            step.isMultiple(of: 2) ? -(step / 2) : (step + 1) / 2
        }
        var orders: [Int: [Int]] = [:]
        for (place, reviewer) in circle.enumerated() {
            orders[reviewer] = offsets.map { circle[(place + $0 + circle.count) % circle.count] }
        }
        self.orders = orders
        self.circle = circle
    }

    /// The seats whose answers a reviewer reads, first to last; empty for a seat that did not answer.
    public func order(of reviewer: Int) -> [Int] { orders[reviewer] ?? [] }

    /// The seats that review if not all shall: spread evenly around the circle, so that the same seed chooses the same
    /// and the places of the answers stay balanced.
    /// - Parameter limit: How many at most; two are the fewest, because one alone leaves its own answer unread.
    public func reviewers(atMost limit: Int) -> [Int] {
        let count = min(max(limit, 2), circle.count)
        return (0..<count).map { circle[$0 * circle.count / count] }
    }
}
