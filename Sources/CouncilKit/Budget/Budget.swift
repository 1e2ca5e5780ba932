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
    /// What the runs of the day had cost when this one was opened.
    public var spentBefore: Double?
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
}
