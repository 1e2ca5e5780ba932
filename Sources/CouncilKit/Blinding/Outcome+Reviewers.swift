extension Outcome {
    /// The seats that review, in order: all whose answers are reviewed, or those that the settings name, and as many of
    /// them as the settings allow.
    public var reviewingSeats: [Int] {
        guard let run else { return reviewedSeats }
        return run.reviewers(among: reviewedSeats)
    }

    /// Whether one reviewer alone ranks the answers, its own among them.
    public var hasLoneReviewer: Bool { reviewingSeats.count == 1 && reviewedSeats.count > 1 }

    /// The seats whose answers a reviewer reads, in the order in which it reads them first: all but its own, unless
    /// nobody else would read that.
    func answersRead(by seat: Int) -> [Int] {
        guard let run else { return [] }
        let others = ReviewOrders(seats: reviewedSeats, seed: run.seed).order(of: seat)
        return hasLoneReviewer ? run.inserting(seat, into: others) : others
    }

    /// The own answers of reviewers that were shown them.
    var ownAnswers: [Int: Tally.OwnAnswer] {
        guard let run, hasLoneReviewer, let seat = reviewingSeats.first else { return [:] }
        return [seat: Tally.OwnAnswer(label: run.labels[seat], weight: 1)]
    }
}

extension Run {
    /// The seats that review if some seats have answered.
    func reviewers(among seats: [Int]) -> [Int] {
        let fit = settings.review?.reviewers.map { names in seats.filter { names.contains(self.seats[$0]) } } ?? []
        let chosen = fit.isEmpty ? seats : fit
        guard let most = settings.maximumReviewers, chosen.count > most else { return chosen }
        let spread = ReviewOrders(seats: chosen, seed: seed).reviewers(atMost: most)
        return spread.sorted()
    }

    /// A lone reviewer's own answer at a place among the others that the seed draws.
    func inserting(_ seat: Int, into others: [Int]) -> [Int] {
        var generator = SeededGenerator(seed: seed, purpose: "place of the own answer")
        var all = others
        all.insert(seat, at: Int.random(in: 0...others.count, using: &generator))
        return all
    }
}
