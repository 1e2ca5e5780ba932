import CouncilKit

extension Setback {
    /// What happened and what is done about it, with the name of the member.
    func sentence(about call: Call, in run: Run) -> String {
        "\(run.name(of: call)): \(words(about: call.model))"
    }

    /// The same without the name.
    func words(about model: String) -> String {
        let reason = error.map { $0.words(about: model) } ?? "slower than usual"
        return "\(reason); \(consequence)".harmlessLine
    }

    private var consequence: String {
        switch remedy {
        case .retry: "asked again in \(Figures.duration(delay ?? 0))"
        case .fallback: "\(model) is asked instead"
        case .hedge: "\(model) is asked as well"
        default: "\(remedy.rawValue): \(model)"
        }
    }
}

extension Reply.Wait {
    /// Such as "waiting 12 s for anthropic".
    var sentence: String {
        "waiting \(seconds.map { "\(Figures.duration($0)) " } ?? "")for \(subject)"
    }
}
