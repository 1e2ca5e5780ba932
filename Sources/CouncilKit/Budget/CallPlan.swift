/// The calls of a run before it is held: its own prompts with empty answers, and the room that answers will take.
struct CallPlan {
    let run: Run
    let answerTokens: Interval<Int>
    let reviewTokens: Interval<Int>
    let conclusionTokens: Interval<Int>

    init(run: Run) {
        self.run = run
        let effort = run.settings.reasoning
        answerTokens = TokenEstimate.reply(limit: run.settings.maximumAnswerTokens, effort)
        reviewTokens = TokenEstimate.reply(limit: run.settings.maximumReviewTokens, effort)
        conclusionTokens = TokenEstimate.reply(limit: run.settings.maximumConclusionTokens, effort)
    }

    var answers: [Estimate.PlannedCall] {
        run.seats.indices.map { seat in
            call(.member(seat), run.seats[seat], Prompts.answer(from: seat, in: run), output: answerTokens)
        }
    }

    var reviewers: [Int] {
        run.seats.count > 1 ? run.reviewers(among: Array(run.seats.indices)) : []
    }

    var reviews: [Estimate.PlannedCall] {
        let orders = ReviewOrders(seats: Array(run.seats.indices), seed: run.seed)
        let calls = reviewers.flatMap { seat in
            ReviewPlan(order: orders.order(of: seat), settings: run.settings.reviewing).items.flatMap { item in
                let room = TokenEstimate.bytes(ofTokens: answerTokens) * item.seats.count
                let shown = item.seats.map { BlindAnswer(label: run.labels[$0], text: "") }
                return item.isPair
                    ? comparison(of: shown, by: seat, room) : review(of: shown, by: seat, item.pass, room)
            }
        }
        return mayStopEarly ? calls.map(\.optional) : calls
    }

    private func review(
        of answers: [BlindAnswer], by seat: Int, _ pass: Int?, _ room: Interval<Int>
    ) -> [Estimate.PlannedCall] {
        let first = Prompts.review(of: answers, by: seat, in: run, pass: pass)
        let again = Prompts.review(of: answers, by: seat, in: run, pass: pass, after: [unreadable(by: seat)])
        let second = call(
            .reviewer(seat), run.seats[seat], again, output: reviewTokens,
            growingBy: room + TokenEstimate.bytes(ofTokens: reviewTokens))
        return [
            call(.reviewer(seat), run.seats[seat], first, output: reviewTokens, growingBy: room),
            second.asSecondAttempt,
        ]
    }

    private func comparison(of answers: [BlindAnswer], by seat: Int, _ room: Interval<Int>) -> [Estimate.PlannedCall] {
        let isLetter = run.settings.reviewing.asksForLetter(attempt: 1)
        let first = call(
            .reviewer(seat), run.seats[seat], Prompts.preference(between: answers, by: seat, in: run),
            output: isLetter ? Interval(1, 1) : reviewTokens, growingBy: room)
        let again = Prompts.preference(between: answers, by: seat, in: run, after: [unreadable(by: seat)])
        let second = call(
            .reviewer(seat), run.seats[seat], again, output: reviewTokens,
            growingBy: isLetter ? room : room + TokenEstimate.bytes(ofTokens: reviewTokens))
        return [first, second.asSecondAttempt]
    }

    var conclusion: [Estimate.PlannedCall] {
        guard run.seats.count > 1 else { return [] }
        let empty = run.seats.indices.map { seat in
            CouncilEvent.answered(Call(role: .member(seat), model: run.seats[seat]), Reply(text: ""))
        }
        let prompt = Prompts.conclusion(of: Outcome([.opened(run)] + empty), in: run)
        let room =
            TokenEstimate.bytes(ofTokens: answerTokens) * run.seats.count
            + TokenEstimate.bytes(ofTokens: reviewTokens) * reviewers.count
            + Interval(Self.standingBytes, Self.standingBytes) * run.seats.count
        let call = call(
            .chairman, run.chairman, prompt, output: conclusionTokens,
            growingBy: room)
        return [mayVote || mayStopEarly ? call.optional : call]
    }

    /// About the length of a line of the tally in the chairman's prompt.
    static let standingBytes = 60

    private func unreadable(by seat: Int) -> Outcome.Unreadable {
        Outcome.Unreadable(
            call: Call(role: .reviewer(seat), model: run.seats[seat]), reply: Reply(text: ""),
            complaint: String(repeating: "-", count: 200))
    }

    func call(
        _ role: Role, _ model: String, _ prompt: Prompt, output: Interval<Int>, growingBy room: Interval<Int> = .zero
    ) -> Estimate.PlannedCall {
        let bytes = Interval(prompt.byteCount, prompt.byteCount) + room
        let input = TokenEstimate.tokens(ofBytes: bytes) + TokenEstimate.frame(of: prompt)
        let cost = run.prices?[model].map { price in
            Interval(
                price.cost(of: Usage(input: input.low, output: output.low)),
                worstCost(of: role, at: price, input: input.high, output: output.high))
        }
        return Estimate.PlannedCall(
            role: role, model: model, attempt: 1, bytes: bytes, input: input, output: output, cost: cost)
    }
}

extension CallPlan {
    /// What a call costs at worst: the dearest of those who may be asked, or, where a slow model's fallback is asked as
    /// well, both.
    private func worstCost(of role: Role, at price: Price, input: Int, output: Int) -> Double {
        let own = price.worstCost(input: input, output: output)
        let others = run.fallbacks(of: role).map { run.prices?[$0]?.worstCost(input: input, output: output) ?? 0 }
        let both = run.settings.hedging == nil ? own : own + (others.first ?? 0)
        return max(both, others.max() ?? 0)
    }
}

extension Estimate.PlannedCall {
    /// The call if it may not be needed.
    fileprivate var asSecondAttempt: Self {
        var second = self
        second.attempt = 2
        second.bytes.low = 0
        second.input.low = 0
        second.output.low = 0
        second.cost?.low = 0
        return second
    }
}

extension Interval<Int> {
    static func * (left: Interval, right: Int) -> Interval {
        Interval(left.low * right, left.high * right)
    }
}
