import CouncilKit

/// The blocks of each stage.
extension Transcript {
    func answers(in run: Run) -> [Block] {
        var blocks: [Block] = [.heading("Answers")]
        for seat in outcome.answeredSeats {
            guard let reply = outcome.answers[seat] else { continue }
            let author = run.inPlace(of: run.seats[seat], reply.answeredBy)
            blocks.append(.subheading("\(run.labels[seat]) · \(author) · \(Figures.cost(of: reply))"))
            if let remark = reply.remark(askedFor: reply.answeredBy ?? run.seats[seat]) {
                blocks.append(.sentence(remark))
            }
            blocks.append(.quotation(reply.text))
        }
        if outcome.answers.isEmpty { blocks.append(.sentence("There is no answer.")) }
        return blocks
    }

    func reviews(in run: Run) -> [Block] {
        guard !outcome.reviews.isEmpty || !outcome.unreadable.isEmpty else { return [] }
        let matrix = ReviewMatrix(outcome)
        let table = Table(
            [.name("reviewer")] + matrix.labels.map { .leading($0.rawValue) },
            rows: matrix.rows.map { row in
                ["\(run.labels[row.seat]) \(outcome.judge(in: row.seat) ?? run.seats[row.seat])"]
                    + row.cells.map(\.description)
            })
        var blocks: [Block] = [
            .heading("Reviews"), .sentence(matrix.sentence), .table(table),
        ]
        for seat in outcome.answeredSeats {
            let failed = outcome.unreadable.filter { $0.call.role == .reviewer(seat) }
            for unreadable in failed { blocks += raw(unreadable, in: run) }
            if let review = outcome.reviews[seat] { blocks += judgement(review, in: run) }
        }
        return blocks
    }

    private func judgement(_ review: Review, in run: Run) -> [Block] {
        let seat = review.reviewer
        let cost = outcome.reviewReplies[seat].map { " · \(Figures.cost(of: $0))" } ?? ""
        let reviewer = run.inPlace(of: run.seats[seat], outcome.reviewReplies[seat]?.answeredBy)
        let order = review.order.map(\.rawValue).joined(separator: ", ")
        let items = review.assessments.map { assessment in
            let answer = "\(assessment.label) \(outcome.author(of: assessment.label) ?? "")"
            let accuracy = Figures.score(assessment.accuracy)
            let scores = "accuracy \(accuracy), insight \(Figures.score(assessment.insight))"
            return "\(answer): \(scores). \(assessment.critique)"
        }
        return [
            .subheading("\(run.labels[seat]) · \(reviewer)\(cost)"),
            .sentence(
                "read in the order \(order); ballot: \(review.ballot.ranking.isEmpty ? "none" : "\(review.ballot)")"),
            .list(review.remarks + items),
        ].filter { $0 != .list([]) }
    }

    private func raw(_ unreadable: Outcome.Unreadable, in run: Run) -> [Block] {
        [
            .subheading("\(run.name(of: unreadable.call)) · unreadable review, attempt \(unreadable.call.attempt)"),
            .sentence("It did not count: \(unreadable.complaint)"),
            .quotation(unreadable.reply.text),
        ]
    }

    func conclusion(in run: Run) -> [Block] {
        guard let conclusion = outcome.conclusion else { return [] }
        let cost = conclusion.reply.map { " · \(Figures.cost(of: $0))" } ?? ""
        let note: [Block] = outcome.sourceNote.map { [.sentence($0)] } ?? []
        let remark: [Block] =
            conclusion.reply?.remark(askedFor: conclusion.reply?.answeredBy ?? conclusion.call.model).map {
                [.sentence($0)]
            } ?? []
        let author = outcome.author(of: conclusion, in: run)
        return [.heading("Final answer · \(author)\(cost)")] + note + remark
            + [.quotation(conclusion.text)]
    }
}

extension ReviewMatrix {
    fileprivate var sentence: String {
        hasScores
            ? "Accuracy and insight, 1 to 10, by reviewer and answer:"
            : "How often the answer was preferred to another one, by reviewer and answer:"
    }
}

extension Review {
    /// What the reviewer wrote beside its judgement, and how far it agreed with itself.
    fileprivate var remarks: [String] {
        var remarks: [String] = []
        if let answer { remarks.append("own answer: \(answer)") }
        if let criteria { remarks.append("criteria: \(criteria.joined(separator: "; "))") }
        if let consistency {
            remarks.append(
                "judged \(consistency.pairs) \(consistency.pairs == 1 ? "pair" : "pairs") in both orders; "
                    + "contradicted itself on \(consistency.contradictions)")
        }
        if basis == PairPreference.Basis.letter.rawValue || basis == "mixed" {
            remarks.append("judged by the letters or labels that it wrote, not by their probabilities")
        }
        if basis != nil, let comparisons {
            remarks += comparisons.map { "\($0.first) over \($0.second): \(Figures.percent($0.share))" }
        }
        return remarks
    }
}

extension Reply {
    /// What a reader of the text should know about it; `nil` if all is as expected.
    fileprivate func remark(askedFor model: String) -> String? {
        var remarks = [ending, origin].compactMap { $0 }
        if let reportedModel, !model.hasSuffix(reportedModel) {
            remarks.append("the provider names the model \(reportedModel)")
        }
        return remarks.isEmpty ? nil : remarks.joined(separator: "; ")
    }
}
