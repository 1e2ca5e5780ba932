import CouncilKit
import CouncilTestKit

extension FaultMatrix {
    /// A stage of a run, in the words of the calls that are made in it.
    enum Stage: String, Sendable, CaseIterable {
        case collect, review, conclude, analyse, compare, audit, revise, judge

        init(_ stage: StageOfPrompt) {
            self =
                switch stage {
                case .answer: .collect
                case .review: .review
                case .conclusion: .conclude
                case .synthesis(.analysis): .analyse
                // The judges of an early stop see the same prompt; no run has both.
                case .synthesis(.comparison): .compare
                case .synthesis(.audit): .audit
                case .synthesis(.revision): .revise
                }
        }

        init(_ role: Role) {
            self =
                switch role {
                case .member: .collect
                case .reviewer: .review
                case .chairman: .conclude
                case .analyst: .analyse
                case .comparer: .compare
                case .auditor: .audit
                case .judge: .judge
                case .reviser: .revise
                }
        }

        /// Whether a prompt belongs to the stage.
        func includes(_ messages: [Prompt.Message]) -> Bool {
            let stage = Stage(StageOfPrompt(messages))
            return stage == self || self == .judge && stage == .compare
        }

        /// The steps of the run, no more than the stage needs.
        var synthesis: SynthesisSettings {
            var synthesis = SynthesisSettings.plain
            switch self {
            case .collect, .review, .conclude: break
            case .analyse: synthesis.analysis = true
            case .compare: synthesis.doNoHarm = true
            case .audit:
                synthesis.analysis = true
                synthesis.audit = true
            case .revise: synthesis.depth = .deep
            case .judge: synthesis.depth = .quick
            }
            return synthesis
        }

        /// A council whose faulty model makes the calls of the stage, among members that do well.
        func council(with faulty: any LanguageModel, callTimeout: Double) -> Council {
            let others = ["b/two", "c/three"].map {
                ScriptedModel.member($0, answer: "From \($0)", prefers: Self.prefers)
            }
            let members: [any LanguageModel] =
                switch self {
                case .conclude, .analyse: others
                // The strongest two are compared by the third.
                case .judge: others + [faulty]
                default: [faulty] + others
                }
            let isInTheChair = self == .conclude || self == .analyse
            return Council(
                members: members.map { Member($0) },
                chairman: Member(isInTheChair ? faulty : ScriptedModel.member("x/chair", answer: "")),
                settings: Settings(callTimeout: callTimeout, synthesis: synthesis))
        }

        /// The answer of `b/two` is the best.
        static let prefers: @Sendable (String, String) -> Bool = { $0.contains("b/two") && !$1.contains("b/two") }

        /// How many calls the faulty model makes in the stage: judges are asked in both orders.
        var calls: Int { self == .compare || self == .judge ? 2 : 1 }

        /// How many calls of the stage the others make.
        var callsOfOthers: Int {
            switch self {
            case .collect, .review, .revise, .compare: 2
            case .conclude, .analyse, .audit, .judge: 0
            }
        }
    }
}

extension StageOfPrompt {
    /// What a good model replies.
    var goodReply: FaultMatrix.Good {
        switch self {
        case .answer: FaultMatrix.Good(text: "From the model 你好 🌍.")
        case .review(let answers):
            FaultMatrix.Good(text: ScriptedModel.reviewText(of: answers, prefers: FaultMatrix.Stage.prefers))
        case .conclusion: FaultMatrix.Good(text: "In conclusion: 完成 ✅.")
        case .synthesis(let task): FaultMatrix.Good(text: ScriptedModel.synthesisText(for: task))
        }
    }
}
