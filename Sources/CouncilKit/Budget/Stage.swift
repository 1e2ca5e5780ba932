/// The parts of a run.
public enum Stage: String, Sendable, Hashable, Codable, CaseIterable {
    /// Every member answers, and perhaps revises its answer.
    case collect
    /// Members review the others' answers.
    case review
    /// The chairman analyses the answers and writes the final one.
    case conclude
    /// The final answer is compared with the best single one, and what it dropped is looked for.
    case check
}

extension Role {
    /// The stage in which a model is asked in this role.
    public var stage: Stage {
        switch self {
        case .member, .reviser: .collect
        case .reviewer, .judge: .review
        case .chairman, .analyst: .conclude
        case .comparer, .auditor: .check
        }
    }
}
