/// The calls that analysis, checks and depth add.
extension CallPlan {
    private var settings: SynthesisSettings { run.settings.synthesisInForce }

    /// Whether the answers may be counted instead of being rewritten.
    var mayVote: Bool { settings.answerType != .text }

    /// Whether the run may be over before the reviews.
    var mayStopEarly: Bool { settings.depth == .quick || settings.depth == .automatic && mayVote }

    var synthesis: [Estimate.PlannedCall] {
        guard run.seats.count > 1 else { return [] }
        let calls = analysis + comparisons + audit
        return judges + (mayVote || mayStopEarly ? calls.map(\.optional) : calls) + secondRound
    }

    private var answerRoom: Interval<Int> { TokenEstimate.bytes(ofTokens: answerTokens) }
    private var reviewRoom: Interval<Int> { TokenEstimate.bytes(ofTokens: reviewTokens) }
    private var conclusionRoom: Interval<Int> { TokenEstimate.bytes(ofTokens: conclusionTokens) }

    private var analysis: [Estimate.PlannedCall] {
        guard settings.analysis else { return [] }
        let prompt = Prompts.analysis(of: Outcome([.opened(run)]), in: run)
        let room =
            answerRoom * run.seats.count + reviewRoom * reviewers.count
            + Interval(Self.standingBytes, Self.standingBytes) * run.seats.count
        let model = run.chairman
        return asked(.analyst, model, prompt, output: conclusionTokens, growingBy: room)
    }

    private var comparisons: [Estimate.PlannedCall] {
        guard settings.doNoHarm else { return [] }
        // All but the author of the best answer; who that will be is open.
        return reviewers.dropFirst().flatMap { compare($0, for: .doNoHarm, room: answerRoom + conclusionRoom) }
    }

    private var judges: [Estimate.PlannedCall] {
        guard settings.depth == .quick else { return [] }
        return run.seats.indices.dropFirst(2).flatMap { compare($0, for: .earlyStop, room: answerRoom * 2) }
            .map(\.optional)
    }

    private func compare(
        _ seat: Int, for purpose: Comparison.Purpose, room: Interval<Int>
    ) -> [Estimate.PlannedCall] {
        let form = ComparisonForm(purpose: purpose, seat: seat, in: run)
        return [false, true].flatMap { isSwapped in
            let role = purpose.role(of: seat, isSwapped: isSwapped)
            let prompt = Prompts.comparison(of: ["", ""], form, by: role, in: run)
            return asked(role, run.seats[seat], prompt, output: reviewTokens, growingBy: room)
        }
    }

    private var audit: [Estimate.PlannedCall] {
        guard settings.audit, settings.analysis else { return [] }
        let form = AuditForm(statements: [Analysis.Point(kind: .unique, text: "", labels: [])], in: run)
        let prompt = Prompts.audit(of: "", for: form, in: run)
        let model = run.seats.max { price(of: $0) < price(of: $1) } ?? run.chairman
        return asked(
            .auditor, model, prompt, output: reviewTokens, growingBy: conclusionRoom + conclusionRoom)
    }

    private func price(of model: String) -> Double { run.prices?[model].map { $0.input + $0.output } ?? 0 }

    /// Revisions and what is reviewed anew.
    private var secondRound: [Estimate.PlannedCall] {
        guard settings.depth == .deep || settings.depth == .automatic else { return [] }
        let room = answerRoom * run.seats.count + reviewRoom * reviewers.count
        let outcome = Outcome([.opened(run)])
        let revisions = run.seats.indices.map { seat in
            let prompt = Prompts.revision(by: seat, of: outcome, in: run)
            let call = call(.reviser(seat), run.seats[seat], prompt, output: answerTokens, growingBy: room)
            return settings.depth == .deep ? call : call.optional
        }
        return revisions + reviews.map(\.optional)
    }

    /// A call for a form, and the second attempt that it may need.
    private func asked(
        _ role: Role, _ model: String, _ prompt: Prompt, output: Interval<Int>, growingBy room: Interval<Int>
    ) -> [Estimate.PlannedCall] {
        let first = call(role, model, prompt, output: output, growingBy: room)
        var second = call(
            role, model, prompt, output: output, growingBy: room + TokenEstimate.bytes(ofTokens: output))
        second.attempt = 2
        return [first, second.optional]
    }
}

extension Estimate.PlannedCall {
    /// The same call if it may not be needed: its low end is nothing.
    var optional: Estimate.PlannedCall {
        var call = self
        call.bytes.low = 0
        call.input.low = 0
        call.output.low = 0
        call.cost?.low = 0
        return call
    }
}
