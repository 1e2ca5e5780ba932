/// In which role a model is asked.
public enum Role: Sendable, Hashable {
    /// The member in a seat answers the question.
    case member(Int)
    /// The member in a seat reviews the others' answers.
    case reviewer(Int)
    /// The chairman writes the final answer.
    case chairman
    /// The chairman, or who sits in for it, analyses the answers before it writes.
    case analyst
    /// The member in a seat compares the draft with the best single answer; `isSwapped` if it sees the answer first.
    case comparer(Int, isSwapped: Bool)
    /// Someone looks for the points that the final answer dropped.
    case auditor
    /// The member in a seat compares the answers of the two strongest members, so that the run may stop early.
    case judge(Int, isSwapped: Bool)
    /// The member in a seat may revise its answer after it has seen the others' and what was said of its own.
    case reviser(Int)
}

extension Role {
    /// The seat of the member that is asked; `nil` for the chair and the audit, which somebody else may take.
    var seat: Int? {
        switch self {
        case .member(let seat), .reviewer(let seat), .reviser(let seat), .comparer(let seat, _), .judge(let seat, _):
            seat
        case .chairman, .analyst, .auditor: nil
        }
    }
}

extension Role: LosslessStringConvertible, Codable {
    /// `member/0`, `reviewer/2`, `chairman`, `analyst`, `comparer/1`, `comparer/1/swapped`, `auditor`, `judge/2`,
    /// `judge/2/swapped` or `reviser/0`.
    public var description: String {
        switch self {
        case .member(let seat): "member/\(seat)"
        case .reviewer(let seat): "reviewer/\(seat)"
        case .chairman: "chairman"
        case .analyst: "analyst"
        case .comparer(let seat, let isSwapped): "comparer/\(seat)\(isSwapped ? Self.swapped : "")"
        case .auditor: "auditor"
        case .judge(let seat, let isSwapped): "judge/\(seat)\(isSwapped ? Self.swapped : "")"
        case .reviser(let seat): "reviser/\(seat)"
        }
    }

    private static let swapped = "/swapped"

    public init?(_ description: String) {
        let isSwapped = description.hasSuffix(Self.swapped)
        let parts = description.dropLast(isSwapped ? Self.swapped.count : 0).split(separator: "/")
        switch (parts.first, parts.dropFirst().first.flatMap { Int($0) }, parts.count) {
        case ("comparer", let seat?, 2): self = .comparer(seat, isSwapped: isSwapped)
        case ("judge", let seat?, 2): self = .judge(seat, isSwapped: isSwapped)
        case _ where isSwapped: return nil
        case ("chairman", nil, 1): self = .chairman
        case ("analyst", nil, 1): self = .analyst
        case ("auditor", nil, 1): self = .auditor
        case ("member", let seat?, 2): self = .member(seat)
        case ("reviewer", let seat?, 2): self = .reviewer(seat)
        case ("reviser", let seat?, 2): self = .reviser(seat)
        default: return nil
        }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let role = Role(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "“\(text)” is not a role")
        }
        self = role
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// One request to one model.
public struct Call: Sendable, Hashable, Codable {
    public var role: Role
    /// The name of the model that is asked.
    public var model: String
    /// 1 for the first request in this role, 2 when a review or another form is asked for again.
    public var attempt: Int
    /// The seat of the member that sits in the chair because the chairman failed, or that does the audit.
    public var actingSeat: Int?
    /// 2 where a reviewer reads the answers a second time, in the reversed order; `nil` for the first time.
    public var pass: Int?
    /// The two answers that a reviewer compares, in the order in which it reads them; `nil` if it reads them all.
    public var pair: [Label]?

    public init(
        role: Role, model: String, attempt: Int = 1, actingSeat: Int? = nil, pass: Int? = nil, pair: [Label]? = nil
    ) {
        self.role = role
        self.model = model
        self.attempt = attempt
        self.actingSeat = actingSeat
        self.pass = pass
        self.pair = pair
    }
}
