import CouncilKit
import FoundationEssentials

/// The events of made-up runs.
struct Script {
    var seats = ["local/qwen", "local/学习", "local/smol"]
    var chairman = "local/qwen"

    static let rateLimit = ModelError(
        .rateLimited, "local/smol: 429 \"Number of request tokens has exceeded your per-minute rate limit\"",
        suggestion: "Wait a minute.", status: 429)

    var run: Run {
        Run(
            id: Run.ID(rawValue: "20261123-k7q2mz4t"), date: Date(timeIntervalSince1970: 1_795_000_000),
            council: "home", question: "Is P equal to NP?", history: [], continues: nil, seats: seats,
            chairman: chairman, settings: Settings(), seed: 7,
            labels: ["K47", "B12", "T80", "W33", "D21", "F90"].prefix(seats.count).map { Label($0) },
            nonce: "n0nce", prompts: 1, origin: [:],
            prices: Dictionary((seats + [chairman]).map { ($0, .free) }) { first, _ in first })
    }

    func member(_ seat: Int) -> Call { Call(role: .member(seat), model: seats[seat]) }
    func reviewer(_ seat: Int, attempt: Int = 1) -> Call {
        Call(role: .reviewer(seat), model: seats[seat], attempt: attempt)
    }
    var chair: Call { Call(role: .chairman, model: chairman) }
    func acting(_ seat: Int) -> Call { Call(role: .chairman, model: seats[seat], actingSeat: seat) }

    static func reply(_ text: String, tokens: Int? = 212, seconds: Double = 3.2) -> Reply {
        Reply(
            text: text, usage: tokens.map { Usage(input: 10, output: $0) },
            timing: Reply.Timing(firstPiece: 0.4, total: seconds))
    }

    /// A review that places the answers in the order given.
    func review(by seat: Int, of others: [Int], critique: String = "Sound.") -> Review {
        let labels = others.map { run.labels[$0] }
        return Review(
            reviewer: seat, order: labels,
            assessments: labels.enumerated().map { index, label in
                Review.Assessment(label: label, accuracy: 8 - index, insight: 6, critique: critique)
            },
            ballot: Ballot(ranking: labels.map { [$0] }))
    }

    func tally(_ reviews: [Review], of seats: [Int]) -> CouncilEvent {
        .tallied(Tally(reviews, candidates: seats.map { run.labels[$0] }))
    }

    /// Everybody answers.
    var answers: [CouncilEvent] {
        [.opened(run)] + seats.indices.map { .started(member($0)) }
            + seats.indices.map { .answered(member($0), Self.reply("Answer of seat \($0).")) }
    }

    /// Everybody reviews everybody else.
    var reviews: [CouncilEvent] {
        let reviews = seats.indices.map { seat in review(by: seat, of: seats.indices.filter { $0 != seat }) }
        return seats.indices.map { .started(reviewer($0)) }
            + reviews.map { .reviewed(reviewer($0.reviewer), $0, Self.reply("{}")) }
            + [tally(reviews, of: Array(seats.indices))]
    }

    /// The chairman writes.
    var conclusion: [CouncilEvent] {
        [
            .started(chair), .piece(.chairman, .text("No")), .piece(.chairman, .text("body knows.")),
            .concluded(
                Conclusion(
                    text: "Nobody knows.", source: .chairman, call: chair, reply: Self.reply("Nobody knows."))),
        ]
    }

    var all: [CouncilEvent] { answers + reviews + conclusion }
}
