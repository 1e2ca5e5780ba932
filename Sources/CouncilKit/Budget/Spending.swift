import Synchronization

/// What runs have cost and may still cost, in US dollars.
public struct Spending: Sendable, Hashable {
    /// What they have cost so far, by the prices that were recorded with them, and what calls that broke off may cost.
    public var spent = 0.0
    /// What those under way may take beyond that.
    public var reserved = 0.0

    public init(spent: Double = 0, reserved: Double = 0) {
        self.spent = spent
        self.reserved = reserved
    }

    /// Both together.
    public var total: Double { spent + reserved }
}

/// What concluded runs have cost, which does not change any more: reading them all again takes long.
public final class SpendingMemory: Sendable {
    /// How many runs are remembered.
    private static let capacity = 10_000

    private let costs = Mutex<[Run.ID: Double]>([:])

    public init() {}

    subscript(run: Run.ID) -> Double? {
        get { costs.withLock { $0[run] } }
        set {
            costs.withLock { costs in
                if costs.count >= Self.capacity { costs = [:] }
                costs[run] = newValue
            }
        }
    }
}
