/// The calls of a run before it is held: its own prompts with empty answers, and the room that answers will take.
struct CallPlan {
    let run: Run
    let answerTokens: Interval<Int>
    let reviewTokens: Interval<Int>

    init(run: Run) {
        self.run = run
        answerTokens = Self.reply(limit: run.settings.maximumAnswerTokens)
        reviewTokens = Self.reply(limit: run.settings.maximumReviewTokens)
    }

    static func reply(limit: Int?) -> Interval<Int> {
        let usual = TokenEstimate.unlimitedReply
        return limit.map { Interval(min(usual.low, $0), $0) } ?? usual
    }

    var answers: [Estimate.PlannedCall] {
        run.seats.indices.map { seat in
            call(.member(seat), run.seats[seat], Prompts.answer(from: seat, in: run), output: answerTokens)
        }
    }

    var reviewers: [Int] {
        let seats = Array(run.seats.indices)
        guard seats.count > 1 else { return [] }
        guard let most = run.settings.maximumReviewers else { return seats }
        return ReviewOrders(seats: seats, seed: run.seed).reviewers(atMost: most).sorted()
    }

    var reviews: [Estimate.PlannedCall] {
        let room = TokenEstimate.bytes(ofTokens: answerTokens) * (run.seats.count - 1)
        return reviewers.flatMap { seat in
            let others = run.seats.indices.filter { $0 != seat }.map { BlindAnswer(label: run.labels[$0], text: "") }
            let prompt = Prompts.review(of: others, by: seat, in: run)
            let again = Prompts.review(of: others, by: seat, in: run, after: [unreadable(by: seat)])
            let first = call(.reviewer(seat), run.seats[seat], prompt, output: reviewTokens, growingBy: room)
            var second = call(
                .reviewer(seat), run.seats[seat], again, output: reviewTokens,
                growingBy: room + TokenEstimate.bytes(ofTokens: reviewTokens))
            second.attempt = 2
            return [mayStopEarly ? first.optional : first, second.optional]
        }
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
            .chairman, run.chairman, prompt, output: Self.reply(limit: run.settings.maximumConclusionTokens),
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
                price.worstCost(input: input.high, output: output.high))
        }
        return Estimate.PlannedCall(
            role: role, model: model, attempt: 1, bytes: bytes, input: input, output: output, cost: cost)
    }
}

extension Interval<Int> {
    static func * (left: Interval, right: Int) -> Interval {
        Interval(left.low * right, left.high * right)
    }
}
