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
        if let quorum = run.settings.quorum {
            try await review(assignments, in: run, until: end, quorum: quorum)
        } else {
            try await withThrowingDiscardingTaskGroup { group in
                for assignment in assignments {
                    group.addTask { try await review(assignment, in: run, until: end) }
                }
            }
        }
        try await recorder.note(.tallied(recorder.outcome.newTally(in: run)))
    }

    /// Reviewers have at least so long after those of the quorum.
    private static let leastPatience = Duration.seconds(10)

    /// The same where reviewers that are late are not waited for for ever: once as many as the quorum have said all that they
    /// were asked for, the others have as long again as that took, or the patience if that is longer.
    @inline(never)
    private func review(
        _ assignments: [Assignment], in run: Run, until end: Duration?, quorum: Int
    ) async throws {
        let beginning = environment.uptime()
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for assignment in assignments {
                group.addTask {
                    try await review(assignment, in: run, until: end)
                    return true
                }
            }
            var (underWay, isPatient) = (assignments.count, true)
            while underWay > 0 {
                if isPatient, await recorder.outcome.wholeReviews >= quorum {
                    isPatient = false
                    let patience = max(
                        Self.leastPatience, environment.uptime() - beginning, .seconds(run.settings.patience ?? 0))
                    group.addTask {
                        try await environment.sleep(patience)
                        return false
                    }
                }
                guard try await group.next() == true else { break }
                underWay -= 1
            }
            group.cancelAll()
            while let result = await group.nextResult() {
                // Whoever was left behind is cancelled; the run itself may be, too.
                if case .failure(let error) = result, Task.isCancelled || !(error is CancellationError) { throw error }
            }
        }
        for late in await missingReviews()?.1 ?? [] {
            let call = late.call(to: council.members[late.seat])
            try await recorder.note(.failed(call, .lateReview(call)))
        }
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
            try await recorder.note(event)
            guard case .unreadable(let call, let reply, let complaint) = event else { return }
            assignment.unreadable.append(Outcome.Unreadable(call: call, reply: reply, complaint: complaint))
        }
        guard !assignment.item.isPair, let last = assignment.unreadable.last else { return }
        try await recorder.note(.failed(last.call, .unreadableReview(last)))
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
            case .failure(let complaint):
                return .unreadable(call, reply, complaint: reply.reasonForBreakingOff ?? complaint.message)
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

extension Outcome {
    /// How many reviewers have said all that they were asked for.
    fileprivate var wholeReviews: Int { reviews.keys.count { missingReviews(by: $0).isEmpty } }
}

extension ModelError {
    fileprivate static func unreadableReview(_ last: Outcome.Unreadable) -> ModelError {
        ModelError(
            .unreadableReview, "\(last.call.model): the review could not be read, twice: \(last.complaint)",
            suggestion: last.reply.advice(for: last.call.role) ?? "Its raw text is kept with the run; it did not count."
        )
    }

    fileprivate static func lateReview(_ call: Call) -> ModelError {
        ModelError(
            .timeout, "\(call.model): the review was not there in time; the council went on with what there was.",
            suggestion: "Raise patience, or seat a faster model.")
    }
}
