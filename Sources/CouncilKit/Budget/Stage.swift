/// The three parts of a run.
public enum Stage: String, Sendable, Hashable, Codable, CaseIterable {
    /// Every member answers.
    case collect
    /// Members review the others' answers.
    case review
    /// The chairman writes the final answer.
    case conclude
}

extension Role {
    /// The stage in which a model is asked in this role.
    public var stage: Stage {
        switch self {
        case .member: .collect
        case .reviewer: .review
        case .chairman: .conclude
        }
    }
}
