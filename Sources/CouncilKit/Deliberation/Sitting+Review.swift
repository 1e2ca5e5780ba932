/// Stage two: every member that answered reviews the others' answers, blind and in an order of its own.
extension Sitting {
    func review() async throws {
        let outcome = await recorder.outcome
        guard let run = outcome.run, outcome.tally == nil else { return }
        let end = stageEnd(in: run)
        let seats = outcome.reviewedSeats
        let blind = Dictionary(zip(seats, outcome.blindAnswers(of: seats))) { first, _ in first }
        try await withThrowingDiscardingTaskGroup { group in
            for seat in outcome.reviewingSeats {
                for item in outcome.missingReviews(by: seat) {
                    let answers = item.seats.compactMap { blind[$0] }
                    guard item.isPair else {
                        let earlier = outcome.unreadable.filter {
                            $0.call.role == .reviewer(seat) && $0.call.pass == item.pass
                        }
                        group.addTask {
                            try await review(answers, by: seat, pass: item.pass, in: run, after: earlier, until: end)
                        }
                        continue
                    }
                    let isSecond = outcome.hasUnreadable(pair: answers.map(\.label), by: seat)
                    group.addTask {
                        try await compare(answers, by: seat, in: run, isSecond: isSecond, until: end)
                    }
                }
            }
        }
        let known = await recorder.outcome
        try await recorder.record(
            .tallied(
                Tally(
                    known.reviews.sorted { $0.key < $1.key }.map(\.value),
                    candidates: outcome.reviewedSeats.map { run.labels[$0] }, prior: run.prior,
                    seed: run.seed)))
    }

    /// Asks one reviewer, and once more with the parser's complaint if its review cannot be read.
    private func review(
        _ answers: [BlindAnswer], by seat: Int, pass: Int?, in run: Run, after unreadable: [Outcome.Unreadable],
        until end: Duration?
    ) async throws {
        let member = council.members[seat]
        let labels = answers.map(\.label)
        var earlier = unreadable
        while earlier.count < 2 {
            let call = Call(role: .reviewer(seat), model: member.name, attempt: earlier.count + 1, pass: pass)
            let prompt = Prompts.review(of: answers, by: seat, in: run, pass: pass, after: earlier)
            switch try await make(call, to: member, prompt, until: end) {
            case .failure(let error):
                try await recorder.record(.failed(call, error))
                return
            case .success(let reply):
                // A reviewer that was told what is missing and still leaves it out has cast a partial ballot.
                let parser = ReviewParser(reviewer: seat, labels: labels, allowsPartial: call.attempt > 1)
                switch parser.read(reply.text) {
                case .success(let review):
                    try await recorder.record(.reviewed(call, review, reply))
                    return
                case .failure(let complaint):
                    try await recorder.record(.unreadable(call, reply, complaint: complaint.message))
                    earlier.append(Outcome.Unreadable(call: call, reply: reply, complaint: complaint.message))
                }
            }
        }
        let call = Call(role: .reviewer(seat), model: member.name, attempt: 2, pass: pass)
        let complaint = earlier.last?.complaint ?? ""
        try await recorder.record(
            .failed(
                call,
                ModelError(
                    .unreadableReview, "\(member.name): the review could not be read, twice: \(complaint)",
                    suggestion: "Its raw text is kept with the run; it did not count.")))
    }
}
