import CouncilKit

/// Ballots drawn from a seed.
struct RandomBallots {
    private var generator: SeededGenerator
    let labels: [Label]

    init(seed: UInt64, labels: Int = 5) {
        generator = SeededGenerator(seed: seed, purpose: "random ballots")
        self.labels = Label.draw(labels, using: &generator)
    }

    /// Ballots that rank every answer, ties included.
    mutating func complete(_ count: Int) -> [Ballot] {
        (0..<count).map { _ in ballot(of: labels) }
    }

    /// Ballots that rank at least two answers, ties included.
    mutating func partial(_ count: Int) -> [Ballot] {
        (0..<count).map { _ in
            let kept = Int.random(in: 2...labels.count, using: &generator)
            return ballot(of: Array(labels.shuffled(using: &generator).prefix(kept)))
        }
    }

    mutating func shuffled<Element>(_ elements: [Element]) -> [Element] { elements.shuffled(using: &generator) }

    private mutating func ballot(of labels: [Label]) -> Ballot {
        var ranking: [[Label]] = []
        for label in labels.shuffled(using: &generator) {
            if !ranking.isEmpty, Int.random(in: 0..<4, using: &generator) == 0 {
                ranking[ranking.count - 1].append(label)
            } else {
                ranking.append([label])
            }
        }
        return Ballot(ranking: ranking)
    }
}
