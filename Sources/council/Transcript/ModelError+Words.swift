import CouncilKit

extension ModelError {
    /// The provider's words on one line, without the model's name at their beginning.
    func words(about model: String) -> String {
        let name = "\(model): "
        return (message.hasPrefix(name) ? String(message.dropFirst(name.count)) : message).harmlessLine
    }

    /// `local/x failed: …`, or `did not finish` if nothing of its own stopped it, with the provider's own words, in one line.
    func sentence(about call: Call, in run: Run?) -> String {
        let name = run?.name(of: call) ?? call.model.harmlessLine
        let verb =
            switch call.role {
            case _ where code == .cancelled: "did not finish"
            case .member: "failed"
            case .reviewer: "failed to review"
            case .chairman: "failed in the chair"
            case .analyst: "failed to analyse the answers"
            case .comparer, .judge: "failed to compare"
            case .auditor: "failed to look for dropped points"
            case .reviser: "failed to revise its answer"
            }
        return "\(name) \(verb): \(words(about: call.model))"
    }
}
