/// Stage two: every member that answered reviews the others' answers, blind and in an order of its own.
extension Sitting {
    /// What one reviewer is still to be asked, with all that is needed to ask it.
    struct Assignment: Sendable {
        var seat: Int
        var item: ReviewPlan.Item
        var answers: [BlindAnswer]
        /// The replies that could not be read.
        var unreadable: [Outcome.Unreadable]

        /// The next call to make.
        func call(to member: Member) -> Call {
            Call(
                role: .reviewer(seat), model: member.name, attempt: unreadable.count + 1, pass: item.pass,
                pair: item.isPair ? answers.map(\.label) : nil)
        }
    }

    func review() async throws {
        guard let (run, assignments) = await missingReviews() else { return }
        let end = stageEnd(in: run)
        try await withThrowingDiscardingTaskGroup { group in
            for assignment in assignments {
                group.addTask { try await review(assignment, in: run, until: end) }
            }
        }
        try await recorder.record(.tallied(recorder.outcome.newTally(in: run)))
    }

    private func missingReviews() async -> (Run, [Assignment])? {
        let outcome = await recorder.outcome
        guard let run = outcome.run, outcome.tally == nil else { return nil }
        let seats = outcome.reviewedSeats
        let blind = Dictionary(zip(seats, outcome.blindAnswers(of: seats))) { first, _ in first }
        let assignments = outcome.reviewingSeats.flatMap { seat in
            outcome.missingReviews(by: seat).map { item in
                Assignment(
                    seat: seat, item: item, answers: item.seats.compactMap { blind[$0] },
                    unreadable: outcome.unreadable(item, by: seat))
            }
        }
        return (run, assignments)
    }

    /// Asks one reviewer, and once more with the parser's complaint if its review cannot be read. A verdict on a pair that
    /// cannot be read twice leaves the reviewer its other pairs.
    private func review(_ assignment: Assignment, in run: Run, until end: Duration?) async throws {
        var assignment = assignment
        while assignment.unreadable.count < 2 {
            let event =
                if assignment.item.isPair {
                    try await verdict(on: assignment, in: run, until: end)
                } else {
                    try await ask(assignment, in: run, until: end)
                }
            try await recorder.record(event)
            guard case .unreadable(let call, let reply, let complaint) = event else { return }
            assignment.unreadable.append(Outcome.Unreadable(call: call, reply: reply, complaint: complaint))
        }
        guard !assignment.item.isPair, let last = assignment.unreadable.last else { return }
        try await recorder.record(.failed(last.call, .unreadableReview(last)))
    }

    private func ask(_ assignment: Assignment, in run: Run, until end: Duration?) async throws -> CouncilEvent {
        let member = council.members[assignment.seat]
        let call = assignment.call(to: member)
        let prompt = Prompts.review(
            of: assignment.answers, by: assignment.seat, in: run, pass: call.pass, after: assignment.unreadable)
        let attempt = try await attempt(call, to: member, prompt, until: end)
        let parser = ReviewParser(
            // A reviewer that was told what is missing and still leaves it out has cast a partial ballot.
            reviewer: assignment.seat, labels: assignment.answers.map(\.label), allowsPartial: call.attempt > 1,
            asksForRanks: run.settings.reviewing.asksForRanks)
        return Self.event(of: call, attempt, parser)
    }

    /// What came of asking for a review. A function of its own keeps its many values out of the waiting one.
    @inline(never)
    private static func event(
        of call: Call, _ attempt: Caller.Attempt, _ parser: ReviewParser
    ) -> CouncilEvent {
        switch attempt.result {
        case .failure(let error): return .failed(call, error)
        case .success(let reply):
            switch parser.read(reply.text) {
            case .success(let review): return .reviewed(call, review, reply)
            case .failure(let complaint): return .unreadable(call, reply, complaint: complaint.message)
            }
        }
    }
}

extension Outcome {
    fileprivate func newTally(in run: Run) -> Tally {
        Tally(
            reviews.sorted { $0.key < $1.key }.map(\.value), candidates: reviewedSeats.map { run.labels[$0] },
            prior: run.prior, seed: run.seed)
    }
}

extension ModelError {
    fileprivate static func unreadableReview(_ last: Outcome.Unreadable) -> ModelError {
        ModelError(
            .unreadableReview, "\(last.call.model): the review could not be read, twice: \(last.complaint)",
            suggestion: "Its raw text is kept with the run; it did not count.")
    }
}
