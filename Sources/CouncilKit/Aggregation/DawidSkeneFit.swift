/// Expectation–maximisation for ``DawidSkene`` on numbered pairs and judges.
struct DawidSkeneFit {
    struct Observation {
        var item: Int
        var judge: Int
        var isLowerFirst: Bool
        /// 0 first, 1 second, 2 tie.
        var outcome: Int
    }

    private let observations: [Observation]
    private let smoothing: Double
    /// The chance that the item's lower label is better.
    private(set) var chances: [Double]
    /// For each judge the chances of first, second and tie when the first is better, then when the second is.
    private(set) var confusions: [[Double]]

    init(_ observations: [Observation], items: Int, judges: Int, smoothing: Double) {
        self.observations = observations
        // A judge that never said something may still say it.
        self.smoothing = max(smoothing, 1e-6)
        confusions = Array(repeating: Array(repeating: 0, count: 6), count: judges)
        var sums = Array(repeating: 0.0, count: items)
        var counts = sums
        for observation in observations {
            let isForLower = (observation.outcome == 0) == observation.isLowerFirst
            sums[observation.item] += observation.outcome == 2 ? 0.5 : isForLower ? 1 : 0
            counts[observation.item] += 1
        }
        chances = zip(sums, counts).map { $1 > 0 ? $0 / $1 : 0.5 }
    }

    mutating func run(rounds: Int) {
        for _ in 0..<rounds {
            learnConfusions()
            if update() < 1e-9 { break }
        }
    }

    private mutating func learnConfusions() {
        for judge in confusions.indices {
            for cell in 0..<6 { confusions[judge][cell] = smoothing }
        }
        for observation in observations {
            let chance = chances[observation.item]
            let firstIsBetter = observation.isLowerFirst ? chance : 1 - chance
            confusions[observation.judge][observation.outcome] += firstIsBetter
            confusions[observation.judge][3 + observation.outcome] += 1 - firstIsBetter
        }
        for judge in confusions.indices {
            for row in [0, 3] {
                let sum = confusions[judge][row..<(row + 3)].reduce(0, +)
                guard sum > 0 else { continue }
                for cell in row..<(row + 3) { confusions[judge][cell] /= sum }
            }
        }
    }

    /// Updates the chances.
    /// - Returns: The largest change.
    private mutating func update() -> Double {
        var odds = Array(repeating: 1.0, count: chances.count)
        for observation in observations {
            let cells = confusions[observation.judge]
            let ratio = cells[observation.outcome] / cells[3 + observation.outcome]
            let product = odds[observation.item] * (observation.isLowerFirst ? ratio : 1 / ratio)
            // Far beyond any doubt, and still a number whatever comes next.
            odds[observation.item] = min(max(product, 1e-100), 1e100)
        }
        var change = 0.0
        for item in chances.indices {
            let chance = odds[item] / (1 + odds[item])
            change = max(change, abs(chance - chances[item]))
            chances[item] = chance
        }
        return change
    }
}
