/// What a run will ask for and what that may cost, before anything is sent.
///
/// The low end takes short replies and no second attempts; the high end takes replies as long as their limits, or
/// ``TokenEstimate/unlimitedReply`` where there is none, prompts that grow by them, a second attempt of every review,
/// and for every call the dearest of the models that may answer it: its own or a fallback, or, with hedging, both. Calls
/// that break off and are made again come on top; a budget counts them when they happen.
public struct Estimate: Sendable, Hashable, Codable {
    /// One call that will probably be made.
    public struct PlannedCall: Sendable, Hashable, Codable {
        public var role: Role
        public var model: String
        /// 2 for a review or another form that may have to be asked for again.
        public var attempt: Int
        /// The prompt's bytes in UTF-8, images not counted.
        public var bytes: Interval<Int>
        /// The prompt's tokens, images counted.
        public var input: Interval<Int>
        /// The reply's tokens; the low end is 0 for a call that may not be needed.
        public var output: Interval<Int>
        /// US dollars; `nil` if the model's price is unknown.
        public var cost: Interval<Double>?
    }

    /// Several calls together.
    public struct Total: Sendable, Hashable, Codable {
        public var calls = Interval(0, 0)
        public var input = Interval(0, 0)
        public var output = Interval(0, 0)
        /// US dollars; `nil` if a price is unknown.
        public var cost: Interval<Double>? = Interval(0, 0)
    }

    public var calls: [PlannedCall]
    /// The models whose price is unknown, fallbacks among them, each once.
    public var unpriced: [String]

    /// Estimates a run that was not held yet.
    public init(of run: Run) {
        let plan = CallPlan(run: run)
        calls = plan.answers + plan.reviews + plan.conclusion + plan.synthesis
        var seen: Set<String> = []
        unpriced = calls.flatMap { [$0.model] + run.fallbacks(of: $0.role) }
            .filter { run.prices?[$0] == nil && seen.insert($0).inserted }
    }

    /// The calls of one stage, or of all, together.
    public func total(of stage: Stage? = nil) -> Total {
        calls.filter { stage == nil || $0.role.stage == stage }.reduce(into: Total()) { total, call in
            total.calls = total.calls + Interval(call.output.low == 0 ? 0 : 1, 1)
            total.input = total.input + call.input
            total.output = total.output + call.output
            if let cost = call.cost { total.cost = total.cost.map { $0 + cost } } else { total.cost = nil }
        }
    }
}
