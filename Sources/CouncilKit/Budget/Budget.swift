/// What a run may cost, in US dollars.
public struct Budget: Sendable, Hashable, Codable {
    /// What is done with a run whose worst case does not fit.
    public enum Overrun: String, Sendable, Hashable, Codable, CaseIterable {
        /// It is not held.
        case refuse
        /// Analysis and checks are left out, then fewer members review, then everybody writes less, until it fits; else
        /// it is not held.
        case shrink
    }

    /// The most that one run may cost.
    public var run: Double?
    /// The most that all runs of one day may cost together; days are those of UTC.
    public var day: Double?
    /// What to do with a run that may cost more; refuses if `nil`.
    public var onOverrun: Overrun?
    /// What the other runs of the day had cost, and those under way might still take, when this one was opened.
    public var spentBefore: Double?
    /// The most that the run may take of what it shares with others, such as the budget of a day: its worst case when it
    /// was opened. It counts as spent as long as somebody works on the run. `nil` if nothing is shared.
    public var reserved: Double?
    /// Whether something is shared beside the budget of a day, such as that of an API key; `nil` for no.
    public var shares: Bool?
    /// What was cut so that the run fits, one sentence each; `nil` for nothing.
    public var cuts: [String]?

    public init(run: Double? = nil, day: Double? = nil, onOverrun: Overrun? = nil, spentBefore: Double? = nil) {
        self.run = run
        self.day = day
        self.onOverrun = onOverrun
        self.spentBefore = spentBefore
    }

    /// What this run may cost: the smaller of its own limit and what is left of the day's; `nil` for no limit.
    public var limit: Double? {
        [run, day.map { $0 - (spentBefore ?? 0) }].compactMap { $0 }.min()
    }

    /// The same, and no more than was reserved.
    public var most: Double? { [limit, reserved].compactMap { $0 }.min() }

    /// Whether others spend of the same money.
    var isShared: Bool { day != nil || shares == true }
}
