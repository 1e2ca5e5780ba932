import CouncilKit
import CouncilTestKit
import FoundationEssentials
import Synchronization
import Testing

/// The page folds events by itself (`outcome.js`). It has to know what ``Outcome`` knows, at every moment of a run.
struct OutcomeInBrowserTests {
    @Test func `the page knows of a run what the program knows, after every event`() async throws {
        var sequences: [[CouncilEvent]] = []
        for council in Self.councils { sequences.append(try await Self.events(of: council)) }
        // Members that are too slow to be waited for.
        sequences.append(Self.proceeding(sequences[0]))
        sequences.append(sequences[0].map(Self.inPlace))
        sequences.append(sequences[8].map(Self.brokenOff))
        let kinds = Set(sequences.joined().map(\.type))
        #expect(kinds.isSuperset(of: Self.kinds), "no sequence has \(Self.kinds.subtracting(kinds))")
        let recorded = sequences
        try await CouncilProgram.withHome { program in
            let file = program.home.appending(path: "events.json")
            try JSONText(encoding: recorded).data.write(to: file)
            let said = try await program.serve(["--base-url", "http://127.0.0.1:1", "--member", "a", "--grace", "0"]) {
                server in
                try await Browser.run("outcome_client.py", [server.url, file.path()], home: program.home)
            }.value
            guard let said else { return }
            let page = try #require(
                try? JSONDecoder().decode([[[String]]].self, from: Data(said.utf8)), "\(said.prefix(2000))")
            for (events, page) in zip(recorded, page) {
                for count in 0...events.count {
                    let beginning = Array(events.prefix(count))
                    #expect(page[count][0] == Outcome(beginning).said, "after \(beginning.map(\.type))")
                    let resumed = Outcome(beginning + [.resumed(Resumption(date: Date(timeIntervalSince1970: 0)))])
                    #expect(page[count][1] == resumed.said, "resumed after \(beginning.map(\.type))")
                }
            }
        }
    }

    private static let kinds: Set<String> = [
        "opened", "setback", "answered", "proceeded", "reviewed", "paired", "unreadable", "failed", "tallied",
        "deepened", "revised", "reopened", "voted", "analysed", "drafted", "compared", "weighed", "audited",
        "concluded", "unanswered",
    ]

    /// Every event of a run from its store.
    private static func events(of council: Council) async throws -> [CouncilEvent] {
        let store = InMemoryStore()
        let outcome = try await council.deliberate(on: Inquiry("Why?", seed: 7), store: store).outcome
        let run = try #require(outcome.run?.id)
        return await store.events(of: run, after: 0)
    }

    private static func proceeding(_ events: [CouncilEvent]) -> [CouncilEvent] {
        guard let place = events.firstIndex(where: { $0.type == "reviewed" }) else { return events }
        return Array(events[..<place]) + [.proceeded(seats: [0, 1])] + Array(events[place...])
    }

    /// The event as it would be if a fallback had answered.
    private static func inPlace(_ event: CouncilEvent) -> CouncilEvent {
        switch event {
        case .answered(let call, var reply) where call.role == .member(1):
            reply.answeredBy = "f/second"
            return .answered(call, reply)
        case .reviewed(let call, let review, var reply) where call.role == .reviewer(2):
            reply.answeredBy = "f/third"
            return .reviewed(call, review, reply)
        default: return event
        }
    }

    /// The event as it would be if a part of a failed reply had come.
    private static func brokenOff(_ event: CouncilEvent) -> CouncilEvent {
        guard case .failed(let call, var error) = event else { return event }
        error.partial = "Half of it 半分"
        return .failed(call, error)
    }

    private static var councils: [Council] {
        let prose = ["Alpha says a lot about it.", "Beta says a lot about it.", "Gamma says a lot about it."]
        let broken = ModelError(.badRequest, "This model is not for you.")
        return [
            council(prose),
            council(prose, Settings().plain),
            council(prose, Settings(synthesis: SynthesisSettings(depth: .deep)), revise: { "\($0) Revised." }),
            council(prose, Settings(synthesis: SynthesisSettings(depth: .quick))),
            council(["ANSWER: 3", "ANSWER: 3", "ANSWER: 4"], Settings(synthesis: SynthesisSettings(depth: .quick))),
            council(["ANSWER: 3", "ANSWER: 3", "ANSWER: 4"]),
            council(prose, Settings(review: ReviewSettings(passes: 2))),
            council(prose, Settings(review: ReviewSettings(mode: .pairwise))),
            council(prose + ["Delta."], failing: { seat, stage, _ in seat == 3 && stage == .answer ? broken : nil }),
            council(prose, failing: { _, stage, _ in stage == .answer ? broken : nil }),
            council(prose, failing: { seat, stage, _ in seat == 1 && stage != .answer ? broken : nil }),
            council(prose, failing: { seat, stage, _ in seat == 0 && stage == .conclusion ? broken : nil }),
            council(
                prose,
                failing: { seat, stage, count in
                    seat == 2 && stage == .answer && count == 1 ? ModelError(.server, "Later.") : nil
                }),
            council(prose, unreadable: true),
        ]
    }

    private enum Kind: Sendable {
        case answer, review, conclusion, synthesis
    }

    /// A council of scripted models; the first one is the chairman, too.
    /// - Parameters:
    ///   - failing: How the call of a seat fails; the last one is how often the seat was asked so far.
    ///   - unreadable: Whether the last member's reviews cannot be read.
    private static func council(
        _ answers: [String], _ settings: Settings = Settings(), unreadable: Bool = false,
        failing: @escaping @Sendable (Int, Kind, Int) -> ModelError? = { _, _, _ in nil },
        revise: @escaping @Sendable (String) -> String = { $0 }
    ) -> Council {
        let models = answers.enumerated().map { seat, answer in
            let asked = Mutex(0)
            return ScriptedModel("m/\(seat)") { prompt in
                let count = asked.withLock { asked in
                    asked += 1
                    return asked
                }
                func step(_ kind: Kind, _ text: String) -> ScriptedModel.Step {
                    failing(seat, kind, count).map { .failure($0) } ?? .text(text)
                }
                switch StageOfPrompt(prompt) {
                case .answer: return step(.answer, answer)
                case .review(let shown) where prompt.form?.name == "preference":
                    return step(.review, ScriptedModel.preferenceText(between: shown) { $0 < $1 })
                case .review where unreadable && seat == answers.count - 1: return step(.review, "I like all.")
                case .review(let shown): return step(.review, ScriptedModel.reviewText(of: shown) { $0 < $1 })
                case .conclusion: return step(.conclusion, "The draft.")
                case .synthesis(.revision(let own, _)): return step(.synthesis, revise(own))
                case .synthesis(let task): return step(.synthesis, ScriptedModel.synthesisText(for: task) { $0 < $1 })
                }
            }
        }
        return Council(members: models.map { Member($0) }, chairman: Member(models[0]), settings: settings)
    }
}
