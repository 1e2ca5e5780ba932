import CouncilTestKit
import Testing

@testable import CouncilKit

struct CouncilStatisticsTests {
    /// A council whose first member answers best, whose second always prefers what it reads first.
    private func outcomes(_ count: Int, passes: Int = 1, names: [String] = ["a/one", "b/two", "c/three", "d/four"])
        async throws -> [Outcome]
    {
        let models = names.enumerated().map { seat, name in
            ScriptedModel(name) { prompt in
                switch StageOfPrompt(prompt) {
                case .answer: return .text(String(repeating: "x", count: 100 - seat * 20))
                case .review(let answers):
                    let longest: @Sendable (String, String) -> Bool = { $0.count > $1.count }
                    guard seat == 1 else { return .text(ScriptedModel.reviewText(of: answers, prefers: longest)) }
                    let texts = answers.map(\.text)
                    return .text(
                        ScriptedModel.reviewText(of: answers) { one, other in
                            (texts.firstIndex(of: one) ?? 0) < (texts.firstIndex(of: other) ?? 0)
                        })
                case .conclusion, .synthesis: return .text("Done.")
                }
            }
        }
        let council = Council(
            members: models.map { Member($0) }, chairman: Member(models[0]),
            settings: Settings(synthesis: .plain, review: ReviewSettings(passes: passes)))
        var outcomes: [Outcome] = []
        for seed in 0..<count {
            outcomes.append(try await council.deliberate(on: Inquiry("Why?", seed: UInt64(seed))).outcome)
        }
        return outcomes
    }

    private func statistics(of model: String, in outcomes: [Outcome]) throws -> ModelStatistics {
        try #require(CouncilStatistics(outcomes).models.first { $0.model == model })
    }

    @Test func `the model whose answers win is the strongest`() async throws {
        let statistics = CouncilStatistics(try await outcomes(4))
        #expect(statistics.runs == 4)
        #expect(statistics.models.first?.model == "a/one")
        #expect(statistics.models.allSatisfy { ($0.interval?.lower ?? 1) <= $0.strength ?? -1 })
    }

    @Test func `a reviewer that goes by place is found out`() async throws {
        let outcomes = try await outcomes(4)
        #expect(try statistics(of: "b/two", in: outcomes).positionBias == 1)
        #expect(try abs(statistics(of: "c/three", in: outcomes).positionBias ?? 1) < 1)
    }

    @Test func `a reviewer that contradicts itself in the other order is found out`() async throws {
        let outcomes = try await outcomes(2, passes: 2)
        #expect(try statistics(of: "b/two", in: outcomes).inconsistency == 1)
        #expect(try statistics(of: "c/three", in: outcomes).inconsistency == 0)
    }

    @Test func `a reviewer that goes by length is found out`() async throws {
        let outcomes = try await outcomes(2)
        #expect(try statistics(of: "d/four", in: outcomes).lengthBias == 1)
    }

    @Test func `the gap of a council is that of its best member above the mean of the others`() async throws {
        let statistics = CouncilStatistics(try await outcomes(4))
        let strengths = ["a/one", "c/three", "d/four"].map { name in
            statistics.models.first { $0.model == name }?.strength ?? 0
        }
        let gap = try #require(statistics.gap(of: ["c/three", "a/one", "d/four"]))
        #expect(abs(gap - 100 * (strengths[0] - (strengths[1] + strengths[2]) / 2)) < 1e-9)
        #expect(statistics.gap(of: ["a/one", "z/unknown"]) == nil)
    }

    @Test func `a run reckons with the strength that earlier runs have shown, and goes on with the same`() async throws
    {
        let store = InMemoryStore()
        let models = ["a/one", "b/two", "c/three"].enumerated().map { seat, name in
            ScriptedModel.member(name, answer: "\(seat)") { $0 < $1 }
        }
        let council = Council(members: models.map { Member($0) }, chairman: Member(models[0]))
        let first = try await council.deliberate(on: "Why?", store: store).outcome
        #expect(first.run?.strengths == nil && first.tally?.lambda == 0)
        let second = try await council.deliberate(on: "Why?", store: store).outcome
        let strengths = try #require(second.run?.strengths)
        #expect(strengths.lambda == Strengths.usualLambda && (strengths.models["a/one"] ?? 0) > 0)
        #expect(second.tally?.lambda == Strengths.usualLambda)
        let copy = InMemoryStore()
        let run = try #require(second.run)
        let events = await store.events(of: run.id, after: 0)
        try await copy.append(Array(events.prefix(5)), to: run.id, after: 0)
        #expect(try await council.resume(run.id, in: copy).outcome.tally == second.tally)
    }
}
