import CouncilKit
import CouncilTestKit
import FoundationEssentials
import Testing

/// Runs with every kind of event, killed after each of them.
struct SynthesisResumptionTests {
    private struct Killed: Error {}

    /// A way through the synthesis.
    enum Way: String, CaseIterable, Sendable {
        case standard, deep, quick, vote, deepVote

        var depth: SynthesisSettings.Depth {
            switch self {
            case .standard, .vote: .standard
            case .deep, .deepVote: .deep
            case .quick: .quick
            }
        }

        var isCounted: Bool { self == .vote || self == .deepVote }
    }

    /// Three members; the first analysis, the first audit and one comparison cannot be read.
    private func models(_ way: Way) -> [ScriptedModel] {
        ["a/one", "b/two", "c/three"].map { name in
            ScriptedModel(name) { prompt in
                let isFirst = prompt.messages.count == 1
                switch StageOfPrompt(prompt) {
                case .answer: return .text(way.isCounted ? "ANSWER: 3" : "A long answer that nobody can count: \(name)")
                case .review(let answers): return .text(ScriptedModel.reviewText(of: answers) { $0 < $1 })
                case .conclusion: return .text("Done.")
                case .synthesis(.revision(let own, _)): return .text(own + (way.isCounted ? "0" : " Revised."))
                case .synthesis(.analysis) where isFirst: return .text("Hm.")
                case .synthesis(.audit) where isFirst: return .text("Hm.")
                case .synthesis(.comparison(let texts, _)) where isFirst && texts[0].text == "Done.":
                    return .text("Hm.")
                case .synthesis(let task):
                    return .text(
                        ScriptedModel.synthesisText(for: task) { $0.contains("b/two") && !$1.contains("b/two") })
                }
            }
        }
    }

    private func council(_ models: [ScriptedModel], _ way: Way) -> Council {
        let synthesis = SynthesisSettings(depth: way.depth)
        return Council(
            members: models.map { Member($0) }, chairman: Member(models[0]),
            settings: Settings(synthesis: synthesis))
    }

    @Test(arguments: Way.allCases)
    func `a run killed after any event finishes without repeating a completed call`(way: Way) async throws {
        let whole = models(way)
        let expected = try await council(whole, way).deliberate(on: Inquiry("Why?", seed: 1)).outcome
        let calls = whole.reduce(0) { $0 + $1.prompts.count }
        for position in 1..<expected.position {
            let store = InMemoryStore()
            var id: Run.ID?
            let first = models(way)
            do {
                var outcome = Outcome()
                for try await event in council(first, way).deliberate(on: Inquiry("Why?", seed: 1), store: store) {
                    outcome.apply(event)
                    if case .opened(let run) = event { id = run.id }
                    if event.isLasting, outcome.position == position { throw Killed() }
                }
            } catch is Killed {}
            let run = try #require(id)
            await released(run, in: store)
            let completed = Outcome(await store.events(of: run, after: 0)).completedCalls
            let second = models(way)
            let outcome = try await council(second, way).resume(run, in: store).outcome
            #expect(outcome.conclusion?.text == expected.conclusion?.text, "killed at \(position)")
            #expect(outcome.conclusion?.source == expected.conclusion?.source, "killed at \(position)")
            #expect(second.reduce(0) { $0 + $1.prompts.count } == calls - completed, "killed at \(position)")
            #expect(Outcome(await store.events(of: run, after: 0)) == outcome)
        }
    }

    @Test(arguments: Way.allCases)
    func `every event survives its JSON form`(way: Way) async throws {
        let store = InMemoryStore()
        let outcome = try await council(models(way), way).deliberate(on: "Why?", store: store).outcome
        let events = await store.events(of: try #require(outcome.run?.id), after: 0)
        let decoded = try events.map { event in
            try JSONDecoder.events.decode(CouncilEvent.self, from: try JSONText(encoding: event).data)
        }
        #expect(decoded == events)
    }

    @Test func `the ways take every kind of event`() async throws {
        var types: Set<String> = []
        for way in Way.allCases {
            let store = InMemoryStore()
            let outcome = try await council(models(way), way).deliberate(on: "Why?", store: store).outcome
            types.formUnion(await store.events(of: try #require(outcome.run?.id), after: 0).map(\.type))
        }
        #expect(
            types.isSuperset(of: [
                "deepened", "revised", "reopened", "voted", "analysed", "drafted", "compared", "weighed", "audited",
                "unreadable",
            ]))
    }

    /// Waits until the killed run's task has let go of its lease.
    private func released(_ run: Run.ID, in store: InMemoryStore) async {
        while true {
            if let lease = try? await store.acquire(run) { return await lease.release() }
            await Task.yield()
        }
    }
}

extension Outcome {
    /// Calls whose replies are stored.
    fileprivate var completedCalls: Int {
        let before = earlier.first
        let answers = self.answers.count { before?.answers[$0.key] == nil }
        let judged = preferences.keys.count { role in before?.preferences[role] == nil }
        let written = [analysis == nil, draft == nil, audit == nil].count { !$0 }
        let final = draft == nil && conclusion?.reply != nil ? 1 : 0
        return (before?.completedCalls ?? 0) + answers + reviews.count + unreadable.count + revisions.count + judged
            + written + final
    }
}
