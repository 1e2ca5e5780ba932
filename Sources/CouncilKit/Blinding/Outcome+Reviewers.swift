extension Outcome {
    /// The seats that review, in order: all whose answers are reviewed, or those that the settings name, and as many of
    /// them as the settings allow.
    public var reviewingSeats: [Int] {
        guard let run else { return reviewedSeats }
        return run.reviewers(among: reviewedSeats)
    }

    /// The seats whose answers a reviewer reads, in the order in which it reads them first: all but its own.
    func answersRead(by seat: Int) -> [Int] {
        guard let run else { return [] }
        return ReviewOrders(seats: reviewedSeats, seed: run.seed).order(of: seat)
    }
}

extension Run {
    /// The seats that review if some seats have answered.
    func reviewers(among seats: [Int]) -> [Int] {
        let fit = settings.review?.reviewers.map { names in seats.filter { names.contains(self.seats[$0]) } } ?? []
        // One alone would leave its own answer unread.
        let chosen = fit.count < 2 ? seats : fit
        guard let most = settings.maximumReviewers, chosen.count > most else { return chosen }
        let spread = ReviewOrders(seats: chosen, seed: seed).reviewers(atMost: most)
        return spread.sorted()
    }
}
