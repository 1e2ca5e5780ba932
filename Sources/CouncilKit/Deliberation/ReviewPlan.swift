/// The calls that a reviewer's review takes.
struct ReviewPlan: Sendable, Hashable {
    /// One call: which answers are read, in which order.
    struct Item: Sendable, Hashable {
        /// 2 for the reversed order.
        var pass: Int?
        /// The seats whose answers are shown, in order.
        var seats: [Int]
        /// Whether two answers are compared.
        var isPair: Bool
    }

    /// Above so many answers not every pair is compared.
    static let fullPairs = 6

    var items: [Item]

    /// - Parameters:
    ///   - order: The seats whose answers are read, in the reviewer's first order.
    ///   - settings: The run's.
    init(order: [Int], settings: ReviewSettings) {
        switch settings.mode {
        case .listwise:
            items = [Item(pass: nil, seats: order, isPair: false)]
            if settings.passes > 1, order.count > 1 {
                items.append(Item(pass: 2, seats: order.reversed(), isPair: false))
            }
        case .pairwise, .logprobs:
            items = Self.pairs(of: order).flatMap { first, second in
                [Item(seats: [first, second], isPair: true), Item(seats: [second, first], isPair: true)]
            }
            if settings.critiques ?? true || items.isEmpty { items.append(Item(seats: order, isPair: false)) }
        }
    }

    /// Every pair of a few answers; of many, each answer with the three next to it on either side in the circle, so
    /// that the number of comparisons grows with the answers and not with their square.
    private static func pairs(of order: [Int]) -> [(Int, Int)] {
        let count = order.count
        var pairs: [(Int, Int)] = []
        for (place, first) in order.enumerated() {
            for (other, second) in order.enumerated().dropFirst(place + 1) {
                let distance = min(other - place, count - other + place)
                if count <= fullPairs || distance <= 3 { pairs.append((first, second)) }
            }
        }
        return pairs
    }
}

extension Outcome {
    /// The calls of a reviewer that are still to be made.
    func missingReviews(by seat: Int) -> [ReviewPlan.Item] {
        guard let run else { return [] }
        let done = readCalls(of: seat)
        return ReviewPlan(order: answersRead(by: seat), settings: run.settings.reviewing).items.filter { item in
            let pair = run.pair(of: item)
            func isMeant(_ call: Call) -> Bool {
                call.role == .reviewer(seat) && call.pass == item.pass && call.pair == pair
            }
            let isUnreadable = pair != nil && unreadable.contains { isMeant($0.call) && $0.call.attempt > 1 }
            return !done.contains(where: isMeant) && !failures.contains { isMeant($0.call) } && !isUnreadable
        }
    }
}

extension Outcome {
    /// What a reviewer has said to an item of its plan that could not be read.
    func unreadable(_ item: ReviewPlan.Item, by seat: Int) -> [Unreadable] {
        let pair = run?.pair(of: item)
        return unreadable.filter {
            $0.call.role == .reviewer(seat) && $0.call.pass == item.pass && $0.call.pair == pair
        }
    }
}

extension Run {
    /// The labels of the two answers that a call compares.
    func pair(of item: ReviewPlan.Item) -> [Label]? { item.isPair ? item.seats.map { labels[$0] } : nil }
}
