/// How much is done for the answer.
extension Sitting {
    /// Concludes before the reviews, if the depth allows it and the answers do.
    /// - Returns: Whether the run is over.
    func stopEarly() async throws -> Bool {
        let outcome = await recorder.outcome
        guard let run = outcome.run, outcome.tally == nil, outcome.depth.map({ $0.depth == .quick }) ?? true else {
            return false
        }
        let depth = run.settings.synthesisInForce.depth
        guard depth == .quick || depth == .automatic else { return false }
        if outcome.possibleVote?.doStrongestAgree == true {
            try await settle(DepthDecision(.quick, .strongestAgree), in: run)
            return try await vote()
        }
        guard depth == .quick else { return false }
        guard let seat = try await clearlyBest(after: outcome, in: run), let reply = outcome.answers[seat] else {
            try await settle(DepthDecision(.standard, .noEarlyStop), in: run)
            return false
        }
        try await settle(DepthDecision(.quick, .clearMargin), in: run)
        let call = Call(role: .member(seat), model: run.seats[seat])
        try await recorder.note(.concluded(Conclusion(text: reply.text, source: .bestAnswer, call: call)))
        return true
    }

    /// Asks the other members, the strongest first, which of the two strongest members' answers is better, until one
    /// stands by its verdict in both orders.
    private func clearlyBest(after outcome: Outcome, in run: Run) async throws -> Int? {
        let seats = outcome.seatsByStrength
        guard seats.count > 2, let first = outcome.answers[seats[0]], let second = outcome.answers[seats[1]] else {
            return nil
        }
        var comparison = Comparison(
            purpose: .earlyStop, first: run.labels[seats[0]], second: run.labels[seats[1]], verdicts: [])
        var cascade = Cascade()
        for judge in seats.dropFirst(2) where !cascade.isDecided {
            try await compare(first.text, second.text, for: .earlyStop, by: [judge], in: run)
            let verdict = await recorder.outcome.verdict(of: judge, for: .earlyStop)
            comparison.verdicts.append(verdict)
            cascade.take(
                SwappedVerdict(original: verdict.original.lean, swapped: verdict.swapped.lean))
        }
        if outcome.comparisons[.earlyStop] == nil { try await recorder.note(.weighed(comparison)) }
        // One reply of two is a lean, not a clear margin.
        guard abs(cascade.margin) == 1 else { return nil }
        return cascade.margin > 0 ? seats[0] : seats[1]
    }

    /// Has the answers revised and opens the reviews again, if the run is to go deep.
    func deepen() async throws {
        let outcome = await recorder.outcome
        guard let run = outcome.run, outcome.tally != nil, outcome.earlier.isEmpty else { return }
        switch run.settings.synthesisInForce.depth {
        case .deep: try await settle(DepthDecision(.deep, .asked), in: run)
        case .automatic where outcome.isDivided: try await settle(DepthDecision(.deep, .disagreement), in: run)
        case .automatic: try await settle(DepthDecision(.standard, .agreement), in: run)
        case .quick, .standard: return
        }
        guard await recorder.outcome.depth?.depth == .deep else { return }
        try await revise()
    }

    /// Records how deep the run goes, once.
    private func settle(_ decision: DepthDecision, in run: Run) async throws {
        guard await recorder.outcome.depth == nil else { return }
        var decision = decision
        if decision.depth == .quick {
            let wouldVote = await recorder.outcome.possibleVote != nil
            var standard = run
            standard.settings.synthesis = run.settings.synthesisInForce
            standard.settings.synthesis?.depth = .standard
            if !wouldVote { standard.settings.synthesis?.answerType = .text }
            let estimate = Estimate(of: standard)
            // Without stopping the answers would have been reviewed and then counted, or rewritten.
            let stages: [Stage] = wouldVote ? [.review] : [.review, .conclude, .check]
            let skipped = stages.map { estimate.total(of: $0) }
            decision.skippedCalls = skipped.reduce(.zero) { $0 + $1.calls }
            let costs = skipped.map(\.cost)
            decision.savedCost = costs.contains(nil) ? nil : costs.compactMap { $0 }.reduce(.zero, +)
        }
        try await recorder.note(.deepened(decision))
    }
}

extension Outcome {
    /// Whether the council is of two minds: no answer has more than half of the votes, or, where nothing can be
    /// counted, Kendall's W of the ballots is below one half.
    var isDivided: Bool {
        if let vote = possibleVote { return 2 * (vote.options.first?.seats.count ?? 0) <= vote.order.count }
        return tally?.agreement.map { $0.concordance < 0.5 } ?? false
    }
}
