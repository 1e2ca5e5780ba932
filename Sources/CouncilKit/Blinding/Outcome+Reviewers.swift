extension Outcome {
    /// The seats that review, in order: all whose answers are reviewed, or as many of them as the settings allow.
    public var reviewingSeats: [Int] {
        guard let run, let most = run.settings.maximumReviewers else { return reviewedSeats }
        return ReviewOrders(seats: reviewedSeats, seed: run.seed).reviewers(atMost: most).sorted()
    }
}
