import CouncilKit
import CouncilTestKit
import Synchronization

/// A member that fails its first calls in a stage, then behaves.
struct Failing {
    let model: ScriptedModel

    init(
        _ name: String, _ error: ModelError, after pieces: [Reply.Piece] = [], times: Int = 1,
        in stage: @escaping @Sendable (StageOfPrompt) -> Bool = { $0 == .answer }
    ) {
        let calls = Mutex(0)
        model = ScriptedModel(name) { prompt in
            let stageOfPrompt = StageOfPrompt(prompt)
            let count = calls.withLock { calls in
                if stage(stageOfPrompt) { calls += 1 }
                return calls
            }
            if stage(stageOfPrompt), count <= times { return .failure(error, after: pieces) }
            switch stageOfPrompt {
            case .answer: return .text("From \(name)")
            case .review(let answers): return .text(ScriptedModel.reviewText(of: answers))
            case .conclusion: return .text("In conclusion.")
            case .synthesis(let task): return .text(ScriptedModel.synthesisText(for: task))
            }
        }
    }

    /// Calls of the stage in which it fails.
    func calls(in stage: (StageOfPrompt) -> Bool = { $0 == .answer }) -> Int {
        model.prompts.count { stage(StageOfPrompt($0)) }
    }
}

extension RunEnvironment {
    /// An environment without jitter: repeated requests that nobody asked to delay are sent at once.
    static func calm(_ clock: TestClock = TestClock()) -> RunEnvironment {
        RunEnvironment(clock: clock, randomNumber: { 0 })
    }
}

/// Two more members and a chairman for the one under test.
func council(
    _ member: Member, chairman: Member? = nil, settings: Settings = Settings()
) -> Council {
    let others = ["b/two", "c/three"].map { Member(ScriptedModel.member($0, answer: "From \($0)")) }
    return Council(members: [member] + others, chairman: chairman ?? others[0], settings: settings.plain)
}
