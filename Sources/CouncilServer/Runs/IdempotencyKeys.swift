import CouncilKit

/// Which run an idempotency key stands for. The newest few thousand are remembered.
struct IdempotencyKeys: Sendable {
    struct Key: Hashable, Sendable {
        var owner: String
        var word: String
    }

    private static let capacity = 10_000
    private var runs: [Key: Run.ID] = [:]
    private var order: [Key] = []
    private(set) var pending: Set<Key> = []

    subscript(key: Key) -> Run.ID? { runs[key] }

    mutating func begin(_ key: Key) { pending.insert(key) }

    mutating func end(_ key: Key, _ run: Run.ID?) {
        pending.remove(key)
        guard let run, runs.updateValue(run, forKey: key) == nil else { return }
        order.append(key)
        if order.count > Self.capacity {
            for old in order.prefix(Self.capacity / 10) { runs[old] = nil }
            order.removeFirst(Self.capacity / 10)
        }
    }

    mutating func forget(_ run: Run.ID) {
        order.removeAll { runs[$0] == run }
        runs = runs.filter { $0.value != run }
    }
}
