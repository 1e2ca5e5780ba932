/// In which role a model is asked.
public enum Role: Sendable, Hashable {
    /// The member in a seat answers the question.
    case member(Int)
    /// The member in a seat reviews the others' answers.
    case reviewer(Int)
    /// The chairman writes the final answer.
    case chairman
}

extension Role: LosslessStringConvertible, Codable {
    /// `member/0`, `reviewer/2` or `chairman`.
    public var description: String {
        switch self {
        case .member(let seat): "member/\(seat)"
        case .reviewer(let seat): "reviewer/\(seat)"
        case .chairman: "chairman"
        }
    }

    public init?(_ description: String) {
        let parts = description.split(separator: "/")
        switch (parts.first, parts.dropFirst().first.flatMap { Int($0) }, parts.count) {
        case ("chairman", nil, 1): self = .chairman
        case ("member", let seat?, 2): self = .member(seat)
        case ("reviewer", let seat?, 2): self = .reviewer(seat)
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
    /// 1 for the first request in this role, 2 when a review is asked for again.
    public var attempt: Int
    /// The seat of the member that sits in the chair because the chairman failed.
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
