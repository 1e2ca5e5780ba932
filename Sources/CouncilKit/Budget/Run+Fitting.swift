extension Run {
    /// The limit of a reply that a budget alone limits, in tokens: some providers refuse higher ones.
    static let longestReply = 8192
    /// The fewest tokens to which a budget may cut answers and the final answer.
    static let shortestReply = 200

    /// The run with limits under which its worst case fits its budget; unchanged without one.
    ///
    /// Replies without a limit get the highest one that fits, ``TokenEstimate/unlimitedReply`` at least; of what is
    /// shared with other runs they take a quarter at most for being longer than that. If the run
    /// does not fit and may be shrunk, analysis, checks and second round are left out, then fewer members review, two at
    /// least, then everybody writes less. What was cut is told in ``Budget/cuts``.
    /// - Throws: ``CouncilError`` with code ``CouncilError/Code/overBudget`` or ``CouncilError/Code/unknownPrice``.
    public func fitted() throws(CouncilError) -> Run {
        var run = try limited()
        if let budget = run.settings.budget, budget.isShared, let limit = budget.limit {
            let worst = run.worstCostOfAll
            run.settings.budget?.reserved = max(0, min(worst, limit))
        }
        return run
    }

    private func limited() throws(CouncilError) -> Run {
        guard let limit = settings.budget?.limit else { return self }
        let chain = (fallbacks?.seats ?? []).flatMap(\.self) + (fallbacks?.chairman ?? [])
        if let model = (seats + [chairman] + chain).first(where: { prices?[$0] == nil }) {
            throw CouncilError(
                .unknownPrice,
                "The price of \(model) is unknown, so no budget can be kept. "
                    + Budget.howToAddPrice(of: model))
        }
        guard worstCost > 0 else { return self }
        let usual = TokenEstimate.reply(limit: nil, settings.reasoning).high
        let bounded = limiting { $0 ?? usual }
        if bounded.worstCost <= limit {
            let share = settings.budget?.isShared == true ? max(bounded.worstCostOfAll, limit / 4) : .infinity
            let longest = Self.highest(in: usual...Self.longestReply) { tokens in
                let run = limiting { $0 ?? tokens }
                return run.worstCost <= limit && run.worstCostOfAll <= share
            }
            var run = limiting { $0 ?? longest }
            if longest < Self.longestReply, run.settings != settings {
                run.settings.budget?.cuts = ["Replies without a limit of their own have at most \(longest) tokens."]
            }
            return run
        }
        guard settings.budget?.onOverrun == .shrink else { throw bounded.tooDear(limit) }
        return try bounded.shrunk(to: limit)
    }

    /// What the run costs at worst, in dollars, if nobody needs a fallback: one that cannot be paid is not asked, and
    /// the run goes on without it.
    private var worstCost: Double { ownEstimate.total().cost?.high ?? .infinity }

    /// The same with the dearest of each member and its fallbacks.
    private var worstCostOfAll: Double { Estimate(of: self).total().cost?.high ?? .infinity }

    private var ownEstimate: Estimate {
        var own = self
        own.fallbacks = nil
        return Estimate(of: own)
    }

    private func shrunk(to limit: Double) throws(CouncilError) -> Run {
        var run = self
        var lean = SynthesisSettings.plain
        lean.answerType = settings.synthesisInForce.answerType
        lean.threshold = settings.synthesisInForce.threshold
        if lean != settings.synthesisInForce {
            run.settings.synthesis = lean
            run.settings.budget?.cuts = ["No analysis, no checks of the final answer, no second round."]
            if run.worstCost <= limit { return run }
        }
        let synthesisCuts = run.settings.budget?.cuts ?? []
        let all = settings.maximumReviewers.map { min($0, seats.count) } ?? seats.count
        for reviewers in stride(from: all - 1, through: 2, by: -1) {
            run.settings.maximumReviewers = reviewers
            run.settings.budget?.cuts = synthesisCuts + ["Only \(reviewers) of \(seats.count) members review."]
            if run.worstCost <= limit { return run }
        }
        let shortest = run.shortened(to: Self.shortestReply)
        guard shortest.worstCost <= limit else { throw shortest.tooDear(limit) }
        let tokens = Self.highest(in: Self.shortestReply...Self.longestReply) { tokens in
            run.shortened(to: tokens).worstCost <= limit
        }
        let cuts = run.settings.budget?.cuts ?? []
        run = run.shortened(to: tokens)
        run.settings.budget?.cuts = cuts + ["Answers and final answer have at most \(tokens) tokens."]
        return run
    }

    /// Every reply with no more than so many tokens; reviews keep the room that their form needs.
    private func shortened(to tokens: Int) -> Run {
        var run = limiting { min($0 ?? tokens, tokens) }
        let form = 100 + 120 * (seats.count - 1)
        run.settings.maximumReviewTokens = min(settings.maximumReviewTokens ?? .max, max(tokens, form))
        return run
    }

    private func limiting(_ limit: (Int?) -> Int) -> Run {
        var run = self
        run.settings.maximumAnswerTokens = limit(settings.maximumAnswerTokens)
        run.settings.maximumReviewTokens = limit(settings.maximumReviewTokens)
        run.settings.maximumConclusionTokens = limit(settings.maximumConclusionTokens)
        return run
    }

    /// The highest number for which a condition holds that holds for the lowest.
    private static func highest(in range: ClosedRange<Int>, where holds: (Int) -> Bool) -> Int {
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high {
            let middle = (low + high + 1) / 2
            if holds(middle) { low = middle } else { high = middle - 1 }
        }
        return low
    }

    /// What the others have left of the day's budget.
    private var sharing: String {
        guard let budget = settings.budget, let day = budget.day, budget.limit != budget.run else { return "" }
        return ", what the other runs of today, with those under way, leave of the day's \(day.dollars); what those do "
            + "not need is free again when they end"
    }

    private func tooDear(_ limit: Double) -> CouncilError {
        let estimate = ownEstimate
        func worst(_ stage: Stage?) -> Double { estimate.total(of: stage).cost?.high ?? 0 }
        func cost(_ stage: Stage?) -> String { worst(stage).dollars }
        let (most, budget) = worst(nil).dollars(beside: max(0, limit))
        let isShrunk = settings.budget?.onOverrun == .shrink
        return CouncilError(
            .overBudget,
            "The run may cost up to \(most) (answers \(cost(.collect)), reviews \(cost(.review)), final answer "
                + "\(cost(.conclude)), checks \(cost(.check)))\(isShrunk ? ", shrunk as far as possible" : ""), but its budget is "
                + "\(budget)\(sharing). Raise the budget, seat fewer or cheaper members, or limit replies with "
                + "max_answer_tokens, max_review_tokens and max_final_tokens"
                + (isShrunk ? "." : "; on_overrun: shrink lets fewer members review and everybody write less."))
    }
}
