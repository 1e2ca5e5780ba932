import CouncilKit
import CouncilTestKit

extension FaultServer.Script {
    /// Answers as the members and the chairman of a council would.
    /// - Parameter unreadable: The model whose first review cannot be read.
    static func council(unreadable: String? = nil) -> FaultServer.Script {
        FaultServer.Script { request in
            let model = request.model ?? "?"
            switch StageOfPrompt(request.messages) {
            case .answer: return .reply(["From ", model, "."])
            case .review where model == unreadable && request.messages.count == 1: return .reply(["I like ", "all."])
            case .review(let answers): return .reply(ScriptedModel.reviewText(of: answers) { $0 < $1 })
            case .conclusion: return .reply(["In ", "conclusion: 完成 ✅."])
            case .synthesis(let task): return .reply(ScriptedModel.synthesisText(for: task) { $0 < $1 })
            }
        }
    }
}

extension FaultServer.Request {
    /// What was asked for: the model and the stage.
    var purpose: String {
        switch StageOfPrompt(messages) {
        case .answer: "\(model ?? "?") answers"
        case .review: "\(model ?? "?") reviews, attempt \(messages.count / 2 + 1)"
        case .conclusion: "\(model ?? "?") concludes"
        case .synthesis(.analysis): "\(model ?? "?") analyses"
        case .synthesis(.comparison(let texts, _)): "\(model ?? "?") compares, \(texts.map(\.text))"
        case .synthesis(.audit): "\(model ?? "?") audits"
        case .synthesis(.revision): "\(model ?? "?") revises"
        }
    }
}

extension CouncilEvent {
    /// The same for an event that ends a completed call.
    var purpose: String? {
        func name(_ call: Call) -> String { String(call.model.dropFirst("custom/".count)) }
        switch self {
        case .answered(let call, _): return "\(name(call)) answers"
        case .reviewed(let call, _, _), .unreadable(let call, _, _):
            return "\(name(call)) reviews, attempt \(call.attempt)"
        case .analysed(let call, _, _): return "\(name(call)) analyses"
        case .drafted(let call, _): return "\(name(call)) concludes"
        case .audited(let call, _, _): return "\(name(call)) audits"
        case .concluded(let conclusion) where conclusion.source == .chairman:
            return "\(name(conclusion.call)) concludes"
        default: return nil
        }
    }
}
