/// Which runs are looked for.
public struct RunQuery: Sendable, Hashable {
    /// Only this run.
    public var id: Run.ID?
    /// The text that stands in the question or the title, upper and lower case of ASCII taken as the same; or the
    /// beginning of the run's name.
    public var text: String?
    public var state: RunSummary.State?
    /// The seed of the run; of those below 2⁶³, which all are that the council draws.
    public var seed: UInt64?
    /// What stands in ``Run/origin``.
    public var origin: [String: String]
    /// Only runs that come after this one in the list.
    public var after: Run.ID?
    /// At most this many, 0 or more.
    public var limit: Int

    public init(
        id: Run.ID? = nil, text: String? = nil, state: RunSummary.State? = nil, seed: UInt64? = nil,
        origin: [String: String] = [:], after: Run.ID? = nil, limit: Int
    ) {
        self.id = id
        self.text = text
        self.state = state
        self.seed = seed
        self.origin = origin
        self.after = after
        self.limit = limit
    }
}

extension RunQuery {
    /// Whether a run is one of those, its place in the list aside: for stores that have no query language.
    public func matches(_ summary: RunSummary) -> Bool {
        guard id.map({ $0 == summary.id }) ?? true else { return false }
        guard state.map({ $0 == summary.state }) ?? true else { return false }
        guard seed.map({ $0 == summary.run.seed }) ?? true else { return false }
        guard origin.allSatisfy({ summary.run.origin[$0.key] == $0.value }) else { return false }
        guard let text, !text.isEmpty else { return true }
        let wanted = Self.folded(text)
        return summary.id.rawValue.hasPrefix(text) || Self.folded(summary.run.question).contains(wanted)
            || Self.folded(summary.title ?? "").contains(wanted)
    }

    private static func folded(_ text: String) -> String {
        String(decoding: text.utf8.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }, as: UTF8.self)
    }
}
