/// What a run has cost so far: a fold over its replies. What a provider says it charges counts, else the price that was
/// recorded when the run was opened.
///
/// Replies from the response cache cost nothing. Replies without any use, such as those that were all reasoning, count
/// with what the provider counted. Calls that broke off count with what it had counted by then, most often nothing; what
/// they may cost beyond that stands apart.
public struct Costs: Sendable, Hashable {
    /// What one reply has cost.
    public struct Entry: Sendable, Hashable {
        public var call: Call
        /// The model that answered.
        public var model: String
        /// US dollars; `nil` if the model's price is unknown and its provider does not say.
        public var amount: Double?
        /// Whether the provider counted no tokens, so that they were estimated, rather too high.
        public var isEstimate: Bool
    }

    /// The replies in the order of the stages, then those that were of no use.
    public private(set) var entries: [Entry] = []
    /// US dollars that calls which broke off may be billed beyond ``total``, at most, as far as a budget held that ready.
    public private(set) var possible = 0.0

    /// Folds what is known of a run.
    public init(of outcome: Outcome) {
        let errors = outcome.failures.map(\.error) + outcome.setbacks.compactMap(\.setback.error)
        let first = outcome.earlier.first
        let before = first.map { Costs(of: $0) }
        mayBeMore =
            before?.mayBeMore == true || errors.contains(where: \.mayCostMore)
            || outcome.setbacks.contains { $0.setback.remedy == .hedge } || !outcome.abandonedSeats.isEmpty
            || outcome.hasLostCalls || outcome.position > 1 && !outcome.isEnded
        guard let run = outcome.run else { return }
        entries = before?.entries ?? []
        possible =
            (before?.possible ?? 0) + outcome.waste.compactMap(\.mayCost).reduce(0, +)
            + (outcome.conclusion?.mayCost ?? 0)
        for (seat, reply) in outcome.answers.sorted(by: { $0.key < $1.key }) where first?.answers[seat] == nil {
            let call = Call(role: .member(seat), model: run.seats[seat])
            add(reply, to: call, at: run.prices) { Prompts.answer(from: seat, in: run) }
        }
        for (call, reply) in outcome.unreadable.map({ ($0.call, $0.reply) })
            + outcome.reviewCalls.map({ ($0.call, $0.reply) }) where !reply.isNothing
        {
            add(reply, to: call, at: run.prices) { Self.prompt(of: call, after: outcome, in: run) }
        }
        for (call, reply) in outcome.synthesisReplies {
            add(reply, to: call, at: run.prices) { outcome.prompt(of: call, in: run) }
        }
        if outcome.draft == nil, let conclusion = outcome.conclusion, let reply = conclusion.reply {
            add(reply, to: conclusion.call, at: run.prices) { Prompts.conclusion(of: outcome, in: run) }
        }
        for waste in outcome.waste {
            guard let billing = waste.billing else { continue }
            let (model, usage) = (billing.model, billing.usage)
            let amount = run.prices?[model].map { $0.cost(of: usage) } ?? usage.cost
            entries.append(Entry(call: waste.call, model: model, amount: amount, isEstimate: false))
        }
    }

    private mutating func add(_ reply: Reply, to call: Call, at prices: [String: Price]?, _ prompt: () -> Prompt) {
        let model = reply.answeredBy ?? call.model
        let isCounted = reply.usage != nil || reply.isCached == true
        let price = reply.isCached == true ? .free : prices?[model]
        let amount =
            price.map { price in
                isCounted ? price.cost(of: reply, to: Prompt(messages: [])) : price.cost(of: reply, to: prompt())
            } ?? reply.usage?.cost
        entries.append(Entry(call: call, model: model, amount: amount, isEstimate: !isCounted))
    }

    private static func prompt(of call: Call, after outcome: Outcome, in run: Run) -> Prompt {
        guard case .reviewer(let seat) = call.role else { return outcome.prompt(of: call, in: run) }
        if let pair = call.pair {
            let earlier = outcome.unreadable.filter {
                $0.call.role == call.role && $0.call.pair == pair && $0.call.attempt < call.attempt
            }
            return Prompts.preference(
                between: outcome.blindAnswers(of: pair.compactMap { run.seat(of: $0) }), by: seat, in: run,
                after: earlier)
        }
        let order = outcome.answersRead(by: seat)
        let answers = outcome.blindAnswers(of: call.pass == 2 ? order.reversed() : order)
        let earlier = outcome.unreadable.filter {
            $0.call.role == call.role && $0.call.pass == call.pass && $0.call.attempt < call.attempt
        }
        return Prompts.review(of: answers, by: seat, in: run, pass: call.pass, after: earlier)
    }

    /// US dollars in all, as far as prices are known.
    public var total: Double { sum { _ in true } }

    /// The same; `nil` where nothing is known, for 0 would say that it was free.
    public var knownTotal: Double? { unpriced.isEmpty || total > 0 ? total : nil }

    /// The same with what may come on top.
    public var most: Double { total + possible }

    /// US dollars of one stage. The stage of the reviews is what peer review alone has cost.
    public func total(of stage: Stage) -> Double { sum { $0.call.role.stage == stage } }

    /// US dollars that the member in a seat has cost in a stage; in the last one, if it sat in for the chairman.
    public func total(ofSeat seat: Int, in stage: Stage) -> Double {
        sum { $0.call.seat == seat && $0.call.role.stage == stage }
    }

    /// US dollars that the chairman has cost.
    public var totalOfChairman: Double { sum { $0.call.seat == nil } }

    /// US dollars that the chairman has cost in a stage.
    public func totalOfChairman(in stage: Stage) -> Double {
        sum { $0.call.seat == nil && $0.call.role.stage == stage }
    }

    /// The models whose price is unknown, each once.
    public var unpriced: [String] {
        var seen: Set<String> = []
        return entries.filter { $0.amount == nil && seen.insert($0.model).inserted }.map(\.model)
    }

    /// Whether calls broke off that providers may bill: those that were too slow, were cut off, alone or with the run, or
    /// lost against a hedge.
    public let mayBeMore: Bool

    /// Whether tokens of a reply that costs something were estimated.
    public var isEstimate: Bool { entries.contains { $0.isEstimate && ($0.amount ?? 0) > 0 } }

    private func sum(_ isMeant: (Entry) -> Bool) -> Double {
        entries.filter(isMeant).reduce(0) { $0 + ($1.amount ?? 0) }
    }
}

extension ModelError {
    /// Whether the provider may bill more than is known.
    var mayCostMore: Bool {
        switch code {
        case .timeout, .truncated, .cancelled: true
        case .empty, .refused, .filtered, .incomplete: billing == nil
        default: billing != nil
        }
    }
}

extension Reply {
    /// Whether there was no reply: a request that was refused costs nothing.
    fileprivate var isNothing: Bool { text.isEmpty && usage == nil }
}

extension Call {
    /// The seat of the member that was called; `nil` for the chairman.
    fileprivate var seat: Int? { role.seat ?? actingSeat }
}
