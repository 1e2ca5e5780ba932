extension Outcome {
    /// Whether all reviews came from the response cache: the run says nothing that was not known before.
    var isRepetition: Bool { !reviewCalls.isEmpty && reviewCalls.allSatisfy { $0.reply.isCached == true } }

    /// How the answers of each model did.
    func addAuthors(to observations: inout [String: ModelObservations]) {
        guard let tally, tally.isRanked, !isRepetition else { return }
        var shares: [String: [Double]] = [:]
        for standing in tally.standings {
            guard let share = standing.winShare, let model = author(of: standing.label) else { continue }
            shares[model, default: []].append(share)
        }
        for (model, own) in shares {
            observations[model, default: ModelObservations()].winShares.append(own.reduce(0, +) / Double(own.count))
        }
    }

    /// How each model judged.
    func addReviewers(to observations: inout [String: ModelObservations]) {
        guard !isRepetition else { return }
        for (seat, review) in reviews {
            guard let model = judge(in: seat) else { continue }
            var seen = observations[model] ?? ModelObservations()
            seen.reviews += 1
            if let consistency = review.consistency, consistency.pairs > 0 {
                let share = Double(consistency.contradictions) / Double(consistency.pairs)
                seen.inconsistency.add(share, weight: Double(consistency.pairs))
            }
            for verdict in verdicts(by: seat) {
                seen.position.add(2 * verdict.share - 1)
                guard let first = length(of: verdict.first), let second = length(of: verdict.second),
                    abs(first - second) * 10 >= max(first, second), first != second
                else { continue }
                seen.length.add((2 * verdict.share - 1) * (first > second ? 1 : -1))
            }
            for assessment in review.assessments {
                let others = reviews.filter { $0.key != seat }.flatMap(\.value.assessments)
                    .filter { $0.label == assessment.label }
                guard !others.isEmpty else { continue }
                let usual = others.reduce(0) { $0 + $1.score } / Double(others.count)
                seen.leniency.add(assessment.score - usual)
            }
            observations[model] = seen
        }
    }

    /// How models judged answers of their own kind, beside how others did.
    func addSelfPreference(to selfPreference: inout SelfPreference) {
        guard let run, !isRepetition else { return }
        for (seat, review) in reviews {
            guard let model = judge(in: seat) else { continue }
            for label in review.order where author(of: label) == model {
                var own = PairwiseShares()
                var others = PairwiseShares()
                own.add(review, own: nil)
                for (other, review) in reviews where judge(in: other) != model { others.add(review, own: nil) }
                guard let given = own.borda(of: run.labels)[label], let usual = others.borda(of: run.labels)[label]
                else { continue }
                selfPreference.add(own: given, others: usual, of: model)
            }
        }
    }

    /// What calls came to.
    func addCalls(to observations: inout [String: ModelObservations]) {
        guard let run else { return }
        for entry in Costs(of: self).entries {
            var seen = observations[entry.model] ?? ModelObservations()
            seen.calls += 1
            if let amount = entry.amount { seen.cost += amount } else { seen.hasUnknownCost = true }
            observations[entry.model] = seen
        }
        for (seat, reply) in answers {
            let model = reply.answeredBy ?? run.seats[seat]
            if let timing = reply.timing {
                observations[model, default: ModelObservations()].seconds.append(timing.total)
            }
            if [.refused, .filtered].contains(reply.stopReason) {
                observations[model, default: ModelObservations()].refusals += 1
            }
        }
        for failure in failures where failure.error.code != .cancelled {
            var seen = observations[failure.call.model] ?? ModelObservations()
            seen.failures += 1
            // An unreadable review has been counted with its replies.
            if failure.error.code != .unreadableReview { seen.calls += 1 }
            if [.refused, .filtered].contains(failure.error.code) { seen.refusals += 1 }
            observations[failure.call.model] = seen
        }
    }

    /// What a reviewer said of pairs, each in the order in which it read them.
    private func verdicts(by seat: Int) -> [PairPreference] {
        reviewCalls.filter { $0.call.role == .reviewer(seat) }.flatMap { item -> [PairPreference] in
            if let preference = item.preference { return [preference] }
            guard let review = item.review else { return [] }
            let ranks = review.ballot.ranks
            return review.order.enumerated().flatMap { place, first in
                review.order[(place + 1)...].compactMap { second in
                    guard let one = ranks[first], let other = ranks[second] else { return nil }
                    let share = one == other ? 0.5 : one < other ? 1.0 : 0
                    return PairPreference(first: first, second: second, share: share, basis: .letter)
                }
            }
        }
    }

    private func length(of label: Label) -> Int? {
        run?.seat(of: label).flatMap { answers[$0]?.text.utf8.count }
    }
}

extension Review.Assessment {
    fileprivate var score: Double { (accuracy + insight) / 2 }
}
