/// The JSON form, described in `docs/formats.md`: an object with the format's version `v`, the `type` and the fields
/// of that type. Later versions of this package keep reading it.
extension CouncilEvent: Codable {
    /// The version of the JSON form that this package writes.
    public static let formatVersion = 1

    private enum Key: String, CodingKey {
        case v, type, run, date, call, reply, role, text, reasoning, waiting, review, complaint, error, tally,
            conclusion, setback, seats, depth, vote, analysis, preference, comparison, audit
    }

    /// The name of the event in its JSON form.
    public var type: String {
        switch self {
        case .opened: "opened"
        case .resumed: "resumed"
        case .started: "started"
        case .piece: "piece"
        case .setback: "setback"
        case .answered: "answered"
        case .proceeded: "proceeded"
        case .reviewed: "reviewed"
        case .paired: "paired"
        case .unreadable: "unreadable"
        case .failed: "failed"
        case .tallied: "tallied"
        case .deepened: "deepened"
        case .revised: "revised"
        case .reopened: "reopened"
        case .voted: "voted"
        case .analysed: "analysed"
        case .drafted: "drafted"
        case .compared: "compared"
        case .weighed: "weighed"
        case .audited: "audited"
        case .concluded: "concluded"
        case .unanswered: "unanswered"
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(Self.formatVersion, forKey: .v)
        try container.encode(type, forKey: .type)
        switch self {
        case .opened(let run): try container.encode(run, forKey: .run)
        case .resumed(let resumption): try container.encode(resumption.date, forKey: .date)
        case .started(let call): try container.encode(call, forKey: .call)
        case .piece(let role, .text(let text)):
            try container.encode(role, forKey: .role)
            try container.encode(text, forKey: .text)
        case .piece(let role, .reasoning(let text)):
            try container.encode(role, forKey: .role)
            try container.encode(text, forKey: .reasoning)
        case .piece(let role, .waiting(let wait)):
            try container.encode(role, forKey: .role)
            try container.encode(wait, forKey: .waiting)
        case .setback(let call, let setback):
            try container.encode(call, forKey: .call)
            try container.encode(setback, forKey: .setback)
        case .proceeded(let seats), .reopened(let seats): try container.encode(seats, forKey: .seats)
        case .answered(let call, let reply), .revised(let call, let reply), .drafted(let call, let reply):
            try container.encode(call, forKey: .call)
            try container.encode(reply, forKey: .reply)
        case .reviewed(let call, let review, let reply):
            try container.encode(call, forKey: .call)
            try container.encode(review, forKey: .review)
            try container.encode(reply, forKey: .reply)
        case .paired(let call, let preference, let reply):
            try container.encode(call, forKey: .call)
            try container.encode(preference, forKey: .preference)
            try container.encode(reply, forKey: .reply)
        case .unreadable(let call, let reply, let complaint):
            try container.encode(call, forKey: .call)
            try container.encode(reply, forKey: .reply)
            try container.encode(complaint, forKey: .complaint)
        case .failed(let call, let error):
            try container.encode(call, forKey: .call)
            try container.encode(error, forKey: .error)
        case .tallied(let tally): try container.encode(tally, forKey: .tally)
        case .deepened(let decision): try container.encode(decision, forKey: .depth)
        case .voted(let vote): try container.encode(vote, forKey: .vote)
        case .analysed(let call, let analysis, let reply):
            try container.encode(call, forKey: .call)
            try container.encode(analysis, forKey: .analysis)
            try container.encode(reply, forKey: .reply)
        case .compared(let call, let preference, let reply):
            try container.encode(call, forKey: .call)
            try container.encode(preference, forKey: .preference)
            try container.encode(reply, forKey: .reply)
        case .weighed(let comparison): try container.encode(comparison, forKey: .comparison)
        case .audited(let call, let audit, let reply):
            try container.encode(call, forKey: .call)
            try container.encode(audit, forKey: .audit)
            try container.encode(reply, forKey: .reply)
        case .concluded(let conclusion): try container.encode(conclusion, forKey: .conclusion)
        case .unanswered: break
        }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let version = try container.decode(Int.self, forKey: .v)
        let type = try container.decode(String.self, forKey: .type)
        func field<Value: Decodable>(_ key: Key) throws -> Value { try container.decode(Value.self, forKey: key) }
        switch type {
        case "opened": self = .opened(try field(.run))
        case "resumed": self = .resumed(Resumption(date: try field(.date)))
        case "started": self = .started(try field(.call))
        case "piece" where container.contains(.text): self = .piece(try field(.role), .text(try field(.text)))
        case "piece" where container.contains(.waiting): self = .piece(try field(.role), .waiting(try field(.waiting)))
        case "piece": self = .piece(try field(.role), .reasoning(try field(.reasoning)))
        case "setback": self = .setback(try field(.call), try field(.setback))
        case "proceeded": self = .proceeded(seats: try field(.seats))
        case "answered": self = .answered(try field(.call), try field(.reply))
        case "reviewed": self = .reviewed(try field(.call), try field(.review), try field(.reply))
        case "paired": self = .paired(try field(.call), try field(.preference), try field(.reply))
        case "unreadable":
            self = .unreadable(try field(.call), try field(.reply), complaint: try field(.complaint))
        case "failed": self = .failed(try field(.call), try field(.error))
        case "tallied": self = .tallied(try field(.tally))
        case "deepened": self = .deepened(try field(.depth))
        case "revised": self = .revised(try field(.call), try field(.reply))
        case "reopened": self = .reopened(seats: try field(.seats))
        case "voted": self = .voted(try field(.vote))
        case "analysed": self = .analysed(try field(.call), try field(.analysis), try field(.reply))
        case "drafted": self = .drafted(try field(.call), try field(.reply))
        case "compared": self = .compared(try field(.call), try field(.preference), try field(.reply))
        case "weighed": self = .weighed(try field(.comparison))
        case "audited": self = .audited(try field(.call), try field(.audit), try field(.reply))
        case "concluded": self = .concluded(try field(.conclusion))
        case "unanswered": self = .unanswered
        default:
            throw DecodingError.dataCorruptedError(
                forKey: .type, in: container,
                debugDescription: "Event type “\(type)” of format version \(version) is unknown here; "
                    + "this program reads up to version \(Self.formatVersion)")
        }
    }
}
