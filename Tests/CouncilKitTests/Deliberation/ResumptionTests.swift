import CouncilKit
import CouncilTestKit
import Testing

struct ResumptionTests {
    private struct Killed: Error {}

    /// Three members that count their calls; the second one's first review cannot be read.
    private func models() -> [ScriptedModel] {
        ["a/one", "b/two", "c/three"].map { name in
            ScriptedModel(name) { prompt in
                switch StageOfPrompt(prompt) {
                case .answer: .text("From \(name)")
                case .review(let answers):
                    name == "b/two" && prompt.messages.count == 1
                        ? .text("Hm.") : .text(ScriptedModel.reviewText(of: answers))
                case .conclusion: .text("Done.")
                case .synthesis(let task): .text(ScriptedModel.synthesisText(for: task))
                }
            }
        }
    }

    private func council(_ models: [ScriptedModel]) -> Council {
        Council(
            members: models.map { Member($0) }, chairman: Member(models[0]), settings: Settings().plain)
    }

    private var finalPosition: Int { 1 + 3 + 4 + 1 + 1 }

    @Test(arguments: 1...9)
    func `a run killed after any event finishes without repeating a completed call`(position: Int) async throws {
        let store = InMemoryStore()
        let models = models()
        var id: Run.ID?
        do {
            var outcome = Outcome()
            // Ending the iteration is what a killed reader does to a run.
            for try await event in council(models).deliberate(on: Inquiry("Why?", seed: 1), store: store) {
                outcome.apply(event)
                if case .opened(let run) = event { id = run.id }
                if event.isLasting, outcome.position == position { throw Killed() }
            }
        } catch is Killed {}
        let run = try #require(id)
        await released(run, in: store)
        let completed = Outcome(await store.events(of: run, after: 0)).completedCalls
        let second = self.models()
        let outcome = try await council(second).resume(run, in: store).outcome

        #expect(outcome.conclusion?.text == "Done.")
        #expect(second.reduce(0) { $0 + $1.prompts.count } == 8 - completed)
        #expect(Outcome(await store.events(of: run, after: 0)) == outcome)
    }

    @Test(arguments: [true, false])
    func `a run that was killed while its members answered may have lost calls, one that waited has not`(
        wasBegun: Bool
    ) async throws {
        let store = InMemoryStore()
        let council = council(models())
        let run = try await council.draft(of: Inquiry("Why?"), after: store)
        try await council.open(run, in: store)
        let outcome = try await council.resume(run.id, in: store, wasBegun: wasBegun).outcome
        #expect(outcome.hasLostCalls == wasBegun)
    }

    @Test func `a finished run is resumed without any call or event`() async throws {
        let store = InMemoryStore()
        let first = try await council(models()).deliberate(on: "Why?", store: store).outcome
        let run = try #require(first.run?.id)
        let models = models()
        #expect(try await council(models).resume(run, in: store).outcome == first)
        #expect(models.allSatisfy { $0.prompts.isEmpty })
    }

    @Test func `a run in which nobody answered is tried again when it is resumed`() async throws {
        let store = InMemoryStore()
        let broken = ScriptedModel("a/one") { _ in .failure(ModelError(.unauthorized, "a/one: no key")) }
        let first = try await Council(members: [Member(broken)], chairman: Member(broken))
            .deliberate(on: "Why?", store: store).outcome
        #expect(first.conclusion == nil)
        let mended = ScriptedModel.member("a/one", answer: "Now.")
        let run = try #require(first.run?.id)
        let second = try await Council(members: [Member(mended)], chairman: Member(mended))
            .resume(run, in: store).outcome
        #expect(second.conclusion?.text == "Now.")
        #expect(second.failures.isEmpty)
    }

    @Test func `a run is not resumed with other models`() async throws {
        let store = InMemoryStore()
        let first = try await council(models()).deliberate(on: "Why?", store: store).outcome
        let run = try #require(first.run?.id)
        let other = ScriptedModel.member("z/other", answer: "")
        let error = await #expect(throws: CouncilError.self) {
            try await Council(members: [Member(other)], chairman: Member(other)).resume(run, in: store).outcome
        }
        #expect(error?.code == .otherSeats)
    }

    @Test func `a run that someone else works on is refused`() async throws {
        let store = InMemoryStore()
        let first = try await council(models()).deliberate(on: "Why?", store: store).outcome
        let run = try #require(first.run?.id)
        _ = try await store.acquire(run)
        let error = await #expect(throws: StoreError.self) {
            try await council(models()).resume(run, in: store).outcome
        }
        #expect(error?.code == .held)
    }

    @Test func `an unknown run is refused`() async throws {
        let error = await #expect(throws: StoreError.self) {
            try await council(models()).resume(Run.ID(rawValue: "nothing"), in: InMemoryStore()).outcome
        }
        #expect(error?.code == .unknownRun)
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
    fileprivate var completedCalls: Int {
        answers.count + reviews.count + unreadable.count + (conclusion == nil ? 0 : 1)
    }
}
