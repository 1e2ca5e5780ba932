public import CouncilKit

/// The councils that are served. Their models are made once and shared by all runs, so that rate limits and circuit
/// breakers hold across runs.
public struct CouncilRoster: Sendable {
    /// A council that is served.
    public struct Entry: Sendable {
        public var council: Council
        /// What is recorded with each of its runs; see ``CouncilKit/Run/origin``.
        public var origin: [String: String]
        /// What its runs and days may cost; `nil` for no limit.
        public var budget: Budget?
        /// The seed of a question and the conversation before it, where the request names none; `nil` draws one. With a
        /// cache of replies the same question has to have the same.
        public var seed: (@Sendable (_ question: String, _ history: [Run.Exchange]) -> UInt64)?

        public init(
            _ council: Council, origin: [String: String] = [:], budget: Budget? = nil,
            seed: (@Sendable (_ question: String, _ history: [Run.Exchange]) -> UInt64)? = nil
        ) {
            self.council = council
            self.origin = origin
            self.budget = budget
            self.seed = seed
        }
    }

    private let entries: [String: Entry]
    /// The council that is asked when none is named.
    public let defaultName: String

    /// - Parameters:
    ///   - entries: At least one; each is served under its council's name.
    ///   - defaultName: The name of one of them; the first one's by default.
    public init(_ entries: [Entry], defaultName: String? = nil) {
        self.entries = Dictionary(entries.map { ($0.council.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.defaultName = defaultName ?? entries.first?.council.name ?? "council"
    }

    /// The names of the councils, sorted.
    public var names: [String] { entries.keys.sorted() }

    /// The councils, sorted by name.
    public var all: [Entry] { names.compactMap { entries[$0] } }

    /// The council with a name.
    /// - Throws: ``ServiceError`` with code ``ServiceError/Code/unknownCouncil``.
    func entry(named name: String?) throws(ServiceError) -> Entry {
        let name = name ?? defaultName
        if let entry = entries[name] { return entry }
        let hint =
            names.nearest(to: name).map { "Did you mean “\($0)”?" } ?? "There are: \(names.joined(separator: ", "))."
        throw ServiceError(.unknownCouncil, "There is no council “\(name)”. \(hint)")
    }

    /// The council that can go on with a run: the one of its name, if the same models sit in it.
    func council(of run: Run) throws(ServiceError) -> Council {
        let council = try entry(named: run.council).council
        guard council.members.map(\.name) == run.seats, council.chairman.name == run.chairman else {
            throw ServiceError(
                .conflict,
                "Run \(run.id) was held by other models than those that sit in the council “\(run.council)” now.")
        }
        return council
    }
}
