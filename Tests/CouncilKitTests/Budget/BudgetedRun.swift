import CouncilKit
import CouncilTestKit
import FoundationEssentials

/// A run of members that cost money, for tests of estimates and budgets.
enum BudgetedRun {
    static let price = Price(input: 1, output: 10)

    static func make(
        seats: [String] = ["a/one", "b/two", "c/three", "d/four"], question: String = "Why?",
        settings: Settings = Settings(), prices: [String: Price]? = nil
    ) -> Run {
        let known = Dictionary((seats + ["x/chair"]).map { ($0, price) }) { first, _ in first }
        let labels = ["K47", "B12", "T80", "M31", "R55", "W66"].map { Label($0) }
        return Run(
            id: Run.ID(rawValue: "20261123-abcdefgh"), date: Date(timeIntervalSince1970: 1_795_000_000),
            council: "council", question: question, history: [], continues: nil, seats: seats, chairman: "x/chair",
            settings: settings.synthesis == nil ? settings.plain : settings,
            seed: 7, labels: Array(labels.prefix(seats.count)), nonce: "x1y2z3w", prompts: 1,
            origin: [:], prices: prices ?? known)
    }
}
