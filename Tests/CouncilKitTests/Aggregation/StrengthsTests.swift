import CouncilKit
import FoundationEssentials
import Testing

struct StrengthsTests {
    private let a = Label("A11")
    private let b = Label("B22")

    private func review(_ ranking: [[Label]]) -> Review {
        Review(reviewer: 0, order: [], assessments: [], ballot: Ballot(ranking: ranking))
    }

    @Test func `few runs say little`() {
        var strengths = Strengths(shrinkage: 5)
        strengths.add(1, of: "x/strong")
        let first = strengths["x/strong"]
        for _ in 0..<94 { strengths.add(1, of: "x/strong") }
        #expect(first == 0.5 / 6)
        #expect(strengths["x/strong"] == 0.5 * 95 / 100)
        #expect(strengths["x/unknown"] == 0)
    }

    @Test func `without history there is no prior`() {
        #expect(Strengths().prior(of: [a: "x/one", b: "x/two"]) == .none)
    }

    @Test func `strength decides between answers that the ballots hold equal`() {
        var strengths = Strengths()
        strengths.add(0.9, of: "x/two")
        let tally = Tally(
            [review([[a, b]])], candidates: [a, b], prior: strengths.prior(of: [a: "x/one", b: "x/two"]))
        #expect(tally.standings.map(\.label) == [b, a])
        #expect(tally.standings.map(\.rank) == [1, 2])
    }

    @Test func `the tally records the rule and what was applied`() throws {
        var strengths = Strengths(shrinkage: 0)
        strengths.add(0.75, of: "x/two")
        let tally = Tally(
            [review([[a], [b]])], candidates: [a, b],
            prior: strengths.prior(of: [a: "x/one", b: "x/two"], lambda: 1))
        #expect(tally.rule == "bradley_terry")
        #expect(tally.lambda == 1)
        #expect(tally.standings.map(\.prior) == [0, 0.25])
        #expect(tally.standings.map(\.score) == [1, 0.25])
        #expect(tally.standings.map(\.winShare) == [1, 0])
    }

    @Test func `without a prior λ is recorded as nothing`() {
        let tally = Tally([review([[a], [b]])], candidates: [a, b])
        #expect(tally.lambda == 0)
        #expect(tally.standings.map(\.prior) == [nil, nil])
    }

    @Test func `strengths are learnt from the win shares of earlier runs`() {
        let run = Run(
            id: Run.ID(rawValue: "20261123-k7q2mz4t"), date: Date(timeIntervalSince1970: 0), council: "c",
            question: "?", history: [], continues: nil, seats: ["x/one", "x/two"], chairman: "x/one",
            settings: Settings(), seed: 1, labels: [a, b], nonce: "n", prompts: 1, origin: [:])
        let prior = Prior(lambda: 3, strengths: [b: 0.5])
        let outcome = Outcome([
            .opened(run), .tallied(Tally([review([[a], [b]])], candidates: [a, b], prior: prior)),
        ])
        let strengths = Strengths([outcome, outcome], shrinkage: 0)
        #expect(strengths["x/one"] == 0.5)
        #expect(strengths["x/two"] == -0.5)
        var replaced = Outcome([.opened(run)])
        let call = Call(role: .member(0), model: "x/one")
        replaced.apply(.answered(call, Reply(text: "Yes.", answeredBy: "z/fallback")))
        replaced.apply(.tallied(Tally([review([[a], [b]])], candidates: [a, b])))
        let others = Strengths([replaced], shrinkage: 0)
        #expect(others["z/fallback"] == 0.5)
        #expect(others.records["x/one"] == nil)
    }

    @Test func `a run whose reviews all came from the cache teaches nothing new`() {
        let run = Run(
            id: Run.ID(rawValue: "20261123-k7q2mz4t"), date: Date(timeIntervalSince1970: 0), council: "c",
            question: "?", history: [], continues: nil, seats: ["x/one", "x/two"], chairman: "x/one",
            settings: Settings(), seed: 1, labels: [a, b], nonce: "n", prompts: 1, origin: [:])
        func outcome(isCached: Bool) -> Outcome {
            let review = review([[a], [b]])
            let call = Call(role: .reviewer(review.reviewer), model: "x/one")
            return Outcome([
                .opened(run), .reviewed(call, review, Reply(text: "{}", isCached: isCached)),
                .tallied(Tally([review], candidates: [a, b])),
            ])
        }
        #expect(Strengths([outcome(isCached: false), outcome(isCached: true)]).records["x/one"]?.runs == 1)
    }

    @Test func `votes on the own answer weigh the less the more a model favours itself`() {
        var preference = SelfPreference(shrinkage: 0)
        #expect(preference.weight(of: "x/vain") == 0)
        preference.add(own: 0.75, others: 0.5, of: "x/vain")
        preference.add(own: 0.25, others: 0.5, of: "x/humble")
        #expect(preference.weight(of: "x/vain") == 0.5)
        #expect(preference.weight(of: "x/humble") == 1)
    }

    @Test func `a vote on the own answer does not count in a tally unless it is given a weight`() {
        let own = [0: Tally.OwnAnswer(label: a)]
        #expect(Tally([review([[a], [b]])], candidates: [a, b], own: own).standings.map(\.winShare) == [nil, nil])
        let weighted = [0: Tally.OwnAnswer(label: a, weight: 0.7)]
        #expect(Tally([review([[a], [b]])], candidates: [a, b], own: weighted).standings.map(\.winShare) == [1, 0])
    }
}
