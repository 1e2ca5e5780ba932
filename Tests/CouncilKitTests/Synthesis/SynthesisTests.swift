import CouncilKit
import CouncilTestKit
import Testing

/// Analysis, comparison and audit in a whole run.
struct SynthesisTests {
    static let names = ["a/one", "b/two", "c/three", "d/four"]

    /// A member whose replies to the synthesis are given; otherwise it prefers the answer of `b/two`.
    static func member(
        _ name: String, draft: String = "The draft.",
        _ reply: @escaping @Sendable (SynthesisTask) -> ScriptedModel.Step? = { _ in nil }
    ) -> ScriptedModel {
        ScriptedModel(name) { prompt in
            switch StageOfPrompt(prompt) {
            case .answer: .text("A long answer in prose, that nobody can count, from \(name).")
            case .review(let answers):
                .text(ScriptedModel.reviewText(of: answers) { $0.contains("b/two") && !$1.contains("b/two") })
            case .conclusion: .text(draft)
            case .synthesis(let task): reply(task) ?? .text(ScriptedModel.synthesisText(for: task))
            }
        }
    }

    private let synthesis = SynthesisSettings(answerType: .text)

    private func council(
        _ reply: @escaping @Sendable (SynthesisTask) -> ScriptedModel.Step? = { _ in nil },
        chairman: ScriptedModel? = nil, _ synthesis: SynthesisSettings? = nil
    ) -> (council: Council, members: [ScriptedModel], chairman: ScriptedModel) {
        let members = Self.names.map { Self.member($0, reply) }
        let chairman = chairman ?? Self.member("x/chair", reply)
        let settings = Settings(retries: 0, synthesis: synthesis ?? self.synthesis)
        return (
            Council(members: members.map { Member($0) }, chairman: Member(chairman), settings: settings), members,
            chairman
        )
    }

    private func stages(of model: ScriptedModel) -> [StageOfPrompt] { model.prompts.map { StageOfPrompt($0) } }

    @Test func `the chairman analyses before it writes`() async throws {
        let (council, _, chairman) = council()
        let outcome = try await council.deliberate(on: "Why?").outcome
        guard case .synthesis(.analysis(let answers, _)) = stages(of: chairman).first else {
            Issue.record("not an analysis")
            return
        }
        #expect(answers.count == 4)
        #expect(outcome.analysis?.value.points.map(\.kind) == [.consensus, .unique, .blindSpot])
        #expect(outcome.conclusion?.source == .chairman)
        #expect(outcome.conclusion?.text == "The draft.")
    }

    @Test func `the draft is written from the top-ranked answers and the analysis`() async throws {
        let (council, _, chairman) = council()
        let outcome = try await council.deliberate(on: "Why?").outcome
        guard case .conclusion(let answers) = stages(of: chairman)[1] else {
            Issue.record("not a conclusion")
            return
        }
        let leading = outcome.leadingSeats.compactMap { outcome.run?.labels[$0] }
        #expect(Set(answers.map(\.label)) == Set(leading))
        #expect(answers.contains { $0.text.contains("b/two") })
        let text = chairman.prompts[1].messages[0].text
        #expect(text.contains("- consensus: They agree. ("))
        #expect(text.contains("- nobody says: Nobody says why.\n"))
    }

    @Test func `a failing analysis loses nothing but the analysis`() async throws {
        let (council, _, _) = council { task in
            if case .analysis = task { .failure(ModelError(.badRequest, "no schema")) } else { nil }
        }
        let outcome = try await council.deliberate(on: "Why?").outcome
        #expect(outcome.analysis == nil)
        #expect(outcome.failure(of: .analyst)?.code == .badRequest)
        #expect(outcome.conclusion?.text == "The draft.")
        #expect(outcome.audit == nil)
    }

    @Test func `an analysis that cannot be read is asked for once more, then done without`() async throws {
        let (council, _, chairman) = council { if case .analysis = $0 { .text("They all agree.") } else { nil } }
        let outcome = try await council.deliberate(on: "Why?").outcome
        #expect(outcome.unreadable.map(\.call.role) == [.analyst, .analyst])
        #expect(outcome.failure(of: .analyst)?.code == .unreadableReply)
        #expect(chairman.prompts[1].messages.last?.text.contains("no complete JSON object") == true)
        #expect(outcome.conclusion?.source == .chairman)
    }

    @Test func `if the chairman cannot analyse, who may sit in for it does`() async throws {
        let broken = ScriptedModel("x/chair") { _ in .failure(ModelError(.badRequest, "x/chair: no")) }
        let (council, _, _) = council(chairman: broken)
        let outcome = try await council.deliberate(on: "Why?").outcome
        #expect(outcome.analysis?.call.actingSeat == 1)
        #expect(outcome.conclusion?.source == .actingChairman)
    }

    @Test func `a draft that loses gives way to the best single answer and is kept`() async throws {
        let (council, _, _) = council { task in
            guard case .comparison = task else { return nil }
            return .text(ScriptedModel.synthesisText(for: task) { $0.contains("b/two") && !$1.contains("b/two") })
        }
        let outcome = try await council.deliberate(on: "Why?").outcome
        #expect(outcome.conclusion?.source == .bestAnswer)
        #expect(outcome.conclusion?.text == outcome.answers[1]?.text)
        #expect(outcome.conclusion?.call == Call(role: .member(1), model: "b/two"))
        #expect(outcome.draft?.value == "The draft.")
        #expect(outcome.comparisons[.doNoHarm]?.verdicts.map(\.seat) == [0, 2, 3])
    }

    @Test func `a judge that always prefers the first place decides nothing`() async throws {
        let (council, _, _) = council { task in
            guard case .comparison(let texts, let code) = task else { return nil }
            return .text(#"{"code": "\#(code)", "reason": "First.", "better": "\#(texts[0].label)"}"#)
        }
        let outcome = try await council.deliberate(on: "Why?").outcome
        #expect(outcome.comparisons[.doNoHarm]?.verdicts.allSatisfy(\.isContradiction) == true)
        #expect(outcome.conclusion?.source == .chairman)
    }

    @Test func `neither the author of the best answer nor that of the draft compares them`() async throws {
        let members = Self.names.map { Self.member($0) }
        let outcome = try await Council(
            members: members.map { Member($0) }, chairman: Member(members[0]),
            settings: Settings(synthesis: synthesis)
        ).deliberate(on: "Why?").outcome
        #expect(outcome.comparisons[.doNoHarm]?.verdicts.map(\.seat) == [2, 3])
    }

    @Test func `judges learn neither the labels of the run nor a name`() async throws {
        let (council, members, _) = council()
        let run = try await council.deliberate(on: "Why?").outcome.run
        let judged = members.flatMap(\.prompts).filter {
            if case .synthesis(.comparison) = StageOfPrompt($0) { true } else { false }
        }
        #expect(judged.count == 6)
        for prompt in judged {
            let text = prompt.messages.map(\.text).joined()
            for label in run?.labels ?? [] { #expect(!text.contains(label.rawValue)) }
            #expect(!text.contains(run?.nonce ?? ""))
        }
    }

    @Test func `every judge is shown both orders`() async throws {
        let (council, members, _) = council()
        _ = try await council.deliberate(on: "Why?").outcome
        let firsts = stages(of: members[0]).compactMap { stage -> String? in
            if case .synthesis(.comparison(let texts, _)) = stage { texts.first?.text } else { nil }
        }
        #expect(Set(firsts) == ["The draft.", "A long answer in prose, that nobody can count, from b/two."])
    }

    @Test func `failing judges do not lose the draft`() async throws {
        let (council, _, _) = council { task in
            if case .comparison = task { .failure(ModelError(.badRequest, "no")) } else { nil }
        }
        let outcome = try await council.deliberate(on: "Why?").outcome
        #expect(outcome.conclusion?.source == .chairman)
        #expect(outcome.comparisons[.doNoHarm]?.margin == 0)
    }

    @Test func `what the answer dropped is listed with its members`() async throws {
        let (council, _, _) = council { task in
            guard case .audit(_, _, let code) = task else { return nil }
            return .text(ScriptedModel.auditText(kept: 1, dropped: 1, code: code))
        }
        let outcome = try await council.deliberate(on: "Why?").outcome
        let dropped = try #require(outcome.audit?.value.dropped.first)
        #expect(outcome.audit?.value.total == 2)
        #expect(dropped.text == "One says more.")
        #expect(dropped.labels.first.flatMap { outcome.run?.model(of: $0) } != nil)
        #expect(outcome.position == 1 + 4 + 4 + 1 + 1 + 1 + 6 + 1 + 1 + 1)
    }

    @Test func `the answer that holds is audited, not the draft that lost`() async throws {
        let (council, members, chairman) = council { task in
            guard case .comparison = task else { return nil }
            return .text(ScriptedModel.synthesisText(for: task) { $0.contains("b/two") && !$1.contains("b/two") })
        }
        _ = try await council.deliberate(on: "Why?").outcome
        let audits = (members + [chairman]).flatMap { stages(of: $0) }.compactMap { stage -> String? in
            if case .synthesis(.audit(let answer, _, _)) = stage { answer } else { nil }
        }
        #expect(audits == ["A long answer in prose, that nobody can count, from b/two."])
    }

    @Test func `a failing audit loses nothing but the list`() async throws {
        let (council, _, _) = council { if case .audit = $0 { .text("All kept.") } else { nil } }
        let outcome = try await council.deliberate(on: "Why?").outcome
        #expect(outcome.failure(of: .auditor)?.code == .unreadableReply)
        #expect(outcome.conclusion?.text == "The draft.")
    }

    @Test func `each step can be switched off`() async throws {
        func roles(_ synthesis: SynthesisSettings) async throws -> [Bool] {
            let outcome = try await council(synthesis).council.deliberate(on: "Why?").outcome
            return [outcome.analysis != nil, outcome.comparisons[.doNoHarm] != nil, outcome.audit != nil]
        }
        #expect(try await roles(SynthesisSettings(analysis: false, answerType: .text)) == [false, true, false])
        #expect(try await roles(SynthesisSettings(doNoHarm: false, answerType: .text)) == [true, false, true])
        #expect(try await roles(SynthesisSettings(audit: false, answerType: .text)) == [true, true, false])
        #expect(try await roles(.plain) == [false, false, false])
    }

    private func council(_ synthesis: SynthesisSettings) -> (
        council: Council, members: [ScriptedModel], chairman: ScriptedModel
    ) { council({ _ in nil }, synthesis) }

    @Test func `a plain run has the events it always had`() async throws {
        let outcome = try await council(.plain).council.deliberate(on: "Why?").outcome
        #expect(outcome.position == 1 + 4 + 4 + 1 + 1)
        #expect(outcome.draft == nil)
    }
}
