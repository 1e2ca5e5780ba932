/// What is known of a run after some of its events: the fold that every reader uses.
///
/// ```swift
/// var outcome = Outcome()
/// for try await event in council.deliberate(on: question) { outcome.apply(event) }
/// ```
public struct Outcome: Sendable, Hashable {
    /// A call that failed, and why.
    public struct Failure: Sendable, Hashable {
        public var call: Call
        public var error: ModelError
    }

    /// A review that came but could not be read.
    public struct Unreadable: Sendable, Hashable {
        public var call: Call
        public var reply: Reply
        public var complaint: String
    }

    /// Something read from a reply, with the call and the reply.
    public struct Written<Value: Sendable & Hashable>: Sendable, Hashable {
        public var call: Call
        public var value: Value
        public var reply: Reply
    }

    /// One reply of a reviewer that could be read.
    public struct ReviewReply: Sendable, Hashable {
        public var call: Call
        public var reply: Reply
        /// The review of one pass; `nil` for a comparison of two answers.
        var review: Review?
        var preference: PairPreference?
    }

    /// A setback and the call in which it happened.
    public struct CallSetback: Sendable, Hashable {
        public var call: Call
        public var setback: Setback
    }

    /// What a call has cost beside its reply, or without one.
    struct Waste: Sendable, Hashable {
        var call: Call
        var billing: ModelError.Billing?
        /// US dollars that it may have cost beyond that.
        var mayCost: Double?
    }

    @Boxed public private(set) var run: Run? = nil
    /// The answers by seat.
    public private(set) var answers: [Int: Reply] = [:]
    /// The reviews that could be read, by the reviewer's seat; each made of all that the reviewer has said so far.
    public private(set) var reviews: [Int: Review] = [:]
    /// Every reply that went into those reviews, in the order in which they came.
    public private(set) var reviewCalls: [ReviewReply] = []
    /// The reviews that could not be read, in the order in which they came; raw texts kept.
    public private(set) var unreadable: [Unreadable] = []
    /// The calls that failed for good, in order.
    public private(set) var failures: [Failure] = []
    /// What went wrong in calls that went on all the same, in order.
    public private(set) var setbacks: [CallSetback] = []
    /// What was paid for replies that are of no use, in order, those of failures that were forgotten when the run was
    /// resumed among them; that of the earlier round stands there.
    private(set) var waste: [Waste] = []
    /// Whether the run was cut off at some time, so that calls under way were lost, which providers may bill.
    public private(set) var hasLostCalls = false
    /// The seats whose answers are reviewed, if the council went on before every member had ended.
    public private(set) var panel: [Int]?
    public private(set) var tally: Tally?
    /// How deep the run goes, once that was decided.
    public private(set) var depth: DepthDecision?
    /// The revised answers by seat, until they take the place of the first ones.
    public private(set) var revisions: [Int: Reply] = [:]
    /// What was known when the answers were revised, if they were: the first answers, their reviews and tally. One
    /// outcome at most.
    public private(set) var earlier: [Outcome] = []
    public private(set) var vote: AnswerVote?
    @Boxed public private(set) var analysis: Written<Analysis>? = nil
    /// The final answer before it was looked at.
    @Boxed public private(set) var draft: Written<String>? = nil
    /// The choices of judges, by role: each judge has one for each order.
    public private(set) var preferences: [Role: Written<Preference>] = [:]
    /// The comparisons that are complete, by what they are for.
    public private(set) var comparisons: [Comparison.Purpose: Comparison] = [:]
    @Boxed public private(set) var audit: Written<Audit>? = nil
    @Boxed public private(set) var conclusion: Conclusion? = nil
    /// Whether the last event was an end.
    public private(set) var isEnded = false
    /// The position of the last lasting event; 0 before the first.
    public private(set) var position = 0

    public init() {}

    /// Folds events that are already known.
    public init(_ events: some Sequence<CouncilEvent>) {
        for event in events { apply(event) }
    }

    /// Changes the settings of the run for whoever goes on with it; its events keep those that it was opened with.
    mutating func adjust(_ change: (inout Settings) -> Void) {
        guard var run else { return }
        change(&run.settings)
        self.run = run
    }

    /// Takes the next event.
    public mutating func apply(_ event: CouncilEvent) {
        guard event.isLasting else { return }
        position += 1
        let wasEnded = isEnded
        isEnded = event.isEnd
        noteWaste(of: event)
        switch event {
        case .opened(let run): self.run = run
        case .resumed:
            hasLostCalls = hasLostCalls || !wasEnded || failures.contains(where: \.error.mayCostMore)
            forgetFailuresOfTheUnfinishedStage()
        case .started, .piece: break
        case .setback(let call, let setback): setbacks.append(CallSetback(call: call, setback: setback))
        case .proceeded(let seats): panel = seats
        case .answered(let call, let reply):
            if case .member(let seat) = call.role { answers[seat] = reply }
            // It has come all the same, while that it would not was being recorded.
            failures.removeAll { $0.call == call && $0.error.code == .cancelled }
        case .reviewed(let call, let review, let reply):
            reviewCalls.append(ReviewReply(call: call, reply: reply, review: review))
            reviews[review.reviewer] = self.review(by: review.reviewer)
        case .paired(let call, let preference, let reply):
            reviewCalls.append(ReviewReply(call: call, reply: reply, preference: preference))
            if case .reviewer(let seat) = call.role { reviews[seat] = review(by: seat) }
        case .unreadable(let call, let reply, let complaint):
            unreadable.append(Unreadable(call: call, reply: reply, complaint: complaint))
        case .failed(let call, let error): failures.append(Failure(call: call, error: error))
        case .tallied(let tally): self.tally = tally
        case .deepened(let decision): depth = decision
        case .revised(let call, let reply):
            if case .reviser(let seat) = call.role { revisions[seat] = reply }
        case .reopened: reopen()
        case .voted(let vote): self.vote = vote
        case .analysed(let call, let analysis, let reply):
            self.analysis = Written(call: call, value: analysis, reply: reply)
        case .drafted(let call, let reply): draft = Written(call: call, value: reply.text, reply: reply)
        case .compared(let call, let preference, let reply):
            preferences[call.role] = Written(call: call, value: preference, reply: reply)
        case .weighed(let comparison): comparisons[comparison.purpose] = comparison
        case .audited(let call, let audit, let reply): self.audit = Written(call: call, value: audit, reply: reply)
        case .concluded(let conclusion): self.conclusion = conclusion
        case .unanswered: break
        }
    }

    private mutating func noteWaste(of event: CouncilEvent) {
        let (call, error): (Call, ModelError?)
        switch event {
        case .failed(let failed, let reason): (call, error) = (failed, reason)
        case .setback(let delayed, let setback): (call, error) = (delayed, setback.error)
        default: return
        }
        guard let error, error.billing != nil || error.mayCost != nil else { return }
        waste.append(Waste(call: call, billing: error.billing, mayCost: error.mayCost))
    }

    /// Whether the calls of a role failed for good.
    public func failure(of role: Role) -> ModelError? {
        failures.last { $0.call.role == role }?.error
    }

    /// The seats that answered, in order.
    public var answeredSeats: [Int] { answers.keys.sorted() }

    /// The seats whose answers are reviewed and ranked, in order: all that answered, unless the council went on early.
    public var reviewedSeats: [Int] { panel ?? answeredSeats }

    /// The seats whose answers came too late to be reviewed, in order.
    public var lateSeats: [Int] { panel.map { panel in answeredSeats.filter { !panel.contains($0) } } ?? [] }

    /// The seats that were not waited for and never ended, in order.
    public var abandonedSeats: [Int] {
        guard let panel, let run else { return [] }
        return run.seats.indices.filter {
            !panel.contains($0) && answers[$0] == nil && failure(of: .member($0)) == nil
        }
    }

    /// The replies that held the reviews, by the reviewer's seat; those of one reviewer as one.
    public var reviewReplies: [Int: Reply] {
        var replies: [Int: Reply] = [:]
        for item in reviewCalls {
            guard case .reviewer(let seat) = item.call.role else { continue }
            replies[seat] = replies[seat].map { $0.joined(with: item.reply) } ?? item.reply
        }
        return replies
    }

    /// The model that wrote an answer: the one in the seat, or whoever answered in its place.
    public func author(of label: Label) -> String? {
        guard let run, let seat = run.seat(of: label) else { return nil }
        return answers[seat]?.answeredBy ?? run.seats[seat]
    }

    /// The model that reviewed in a seat: its own, or whoever did in its place.
    public func judge(in seat: Int) -> String? {
        reviewCalls.first { $0.call.role == .reviewer(seat) }?.reply.answeredBy ?? run?.seats[seat]
    }

    /// The calls of reviewers whose replies could be read.
    func readCalls(of seat: Int) -> [Call] { reviewCalls.map(\.call).filter { $0.role == .reviewer(seat) } }

    /// One review of all that a reviewer has said so far: comparisons of pairs rank, where there are any.
    private func review(by seat: Int) -> Review? {
        let own = reviewCalls.filter { $0.call.role == .reviewer(seat) }
        let passes = own.filter { $0.review != nil }.sorted { $0.call.pass ?? 1 < $1.call.pass ?? 1 }
        let read = Review(passes: passes.compactMap(\.review))
        let preferences = own.compactMap(\.preference)
        guard let run, !preferences.isEmpty else { return read }
        let order = answersRead(by: seat).map { run.labels[$0] }
        var review = Review(reviewer: seat, order: order, preferences: preferences)
        review.assessments = read?.assessments ?? []
        review.answer = read?.answer
        review.criteria = read?.criteria
        return review
    }

    /// The tokens of all calls together, as far as providers said.
    public var usage: Usage {
        // Revised answers are among the revisions of the earlier round.
        let first = answers.filter { seat, _ in earlier.first?.answers[seat] == nil }
        let replies =
            Array(first.values) + reviewCalls.map(\.reply) + unreadable.map(\.reply) + synthesisReplies.map(\.reply)
            + (draft == nil ? [conclusion?.reply].compactMap { $0 } : [])
        let counted = replies.compactMap(\.usage) + waste.compactMap(\.billing?.usage) + earlier.map(\.usage)
        return counted.reduce(Usage(input: 0, output: 0), +)
    }

    /// Begins the second round: what was known so far is kept, the revised answers are reviewed anew.
    private mutating func reopen() {
        var next = Outcome()
        next.run = run
        next.position = position
        next.answers = answers.merging(revisions) { $1 }
        next.panel = panel
        next.setbacks = setbacks
        next.failures = failures.filter { !$0.call.role.isReviewer }
        next.depth = depth
        next.preferences = preferences.filter { $0.key.isJudge }
        next.comparisons = comparisons
        next.hasLostCalls = hasLostCalls
        next.earlier = [self]
        self = next
    }

    /// Failures are final where a stage is over, which the first event of a later one tells: reviews are asked for after
    /// the last answer.
    private mutating func forgetFailuresOfTheUnfinishedStage() {
        // The second round, a decision to go on or a judge: whatever comes after the answers.
        let isCollected = !earlier.isEmpty || depth != nil || vote != nil || !preferences.isEmpty
        let hasReviews = !reviews.isEmpty || !unreadable.isEmpty || failures.contains { $0.call.role.isReviewer }
        failures = failures.filter { failure in
            switch failure.call.role {
            case .member: tally != nil || hasReviews || isCollected
            // Both replies of an unreadable review were paid for: asking a third time is the user's choice.
            case .reviewer: tally != nil || failure.error.code == .unreadableReview
            case .chairman: conclusion != nil || draft != nil
            case .analyst: conclusion != nil || draft != nil || failure.error.code == .unreadableReply
            case .comparer:
                conclusion != nil || comparisons[.doNoHarm] != nil || failure.error.code == .unreadableReply
            case .judge: comparisons[.earlyStop] != nil || failure.error.code == .unreadableReply
            case .auditor: conclusion != nil || failure.error.code == .unreadableReply
            case .reviser: !earlier.isEmpty || vote != nil || analysis != nil || draft != nil || conclusion != nil
            }
        }
    }
}

extension Reply {
    /// This reply and another one of the same reviewer: texts, tokens and times together.
    fileprivate func joined(with other: Reply) -> Reply {
        var joined = self
        joined.text += "\n\n" + other.text
        joined.usage = [usage, other.usage].compactMap { $0 }.reduce(nil) { sum, usage in
            sum.map { $0 + usage } ?? usage
        }
        joined.timing = [timing, other.timing].compactMap { $0 }.reduce(nil) { sum, next in
            Timing(firstPiece: sum?.firstPiece ?? next.firstPiece, total: (sum?.total ?? 0) + next.total)
        }
        return joined
    }
}

extension Role {
    fileprivate var isReviewer: Bool {
        if case .reviewer = self { true } else { false }
    }

    fileprivate var isJudge: Bool {
        if case .judge = self { true } else { false }
    }
}
