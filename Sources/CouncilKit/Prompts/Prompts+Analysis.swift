extension Prompts {
    /// The analysis before the final answer: the chairman's own prompt with another task.
    /// - Parameter earlier: Replies that could not be read; the last complaint is put to the model.
    public static func analysis(
        of outcome: Outcome, in run: Run, after earlier: [Outcome.Unreadable] = []
    ) -> Prompt {
        let form = AnalysisForm(
            labels: outcome.reviewedSeats.map { run.labels[$0] }, code: run.nonce,
            maximumCharacters: run.settings.maximumCritiqueCharacters)
        let material = material(from: outcome, showing: outcome.reviewedSeats, in: run)
        let task = Template.analysis.filled([
            "nonce": run.nonce, "reviews": material.reviews, "tally": material.tally,
            "most": "\(AnalysisForm.mostPoints)", "form": form.example,
        ])
        return Prompt(
            messages: history(of: run) + [message(showing: material.answers, in: run, task: task)]
                + again(after: earlier, form.example),
            form: form.form, maximumTokens: run.settings.maximumConclusionTokens,
            temperature: run.settings.reviewTemperature, seed: samplingSeed(of: .analyst, in: run), isRepeatable: true,
            reasoning: run.settings.reasoning)
    }

    /// The final answer from the answers that rank highest and the analysis of all.
    static func conclusion(of outcome: Outcome, after analysis: Analysis, in run: Run) -> Prompt {
        let material = material(from: outcome, showing: outcome.leadingSeats, in: run)
        let task = Template.conclusionAnalysed.filled([
            "nonce": run.nonce, "reviews": material.reviews, "tally": material.tally,
            "analysis": list(analysis), "guidance": run.settings.guidance ?? "",
        ])
        return Prompt(
            messages: history(of: run) + [message(showing: material.answers, in: run, task: task)],
            maximumTokens: run.settings.maximumConclusionTokens,
            temperature: run.settings.temperature, seed: samplingSeed(of: .chairman, in: run),
            reasoning: run.settings.reasoning)
    }

    /// What the chairman reads of some seats, in an order that favours none and is the same in all its prompts.
    private static func material(
        from outcome: Outcome, showing seats: [Int], in run: Run
    ) -> (answers: [BlindAnswer], reviews: String, tally: String) {
        var generator = SeededGenerator(seed: run.seed, purpose: "chairman's order")
        let shuffled = outcome.reviewedSeats.shuffled(using: &generator)
        let order = (chairmanOrder(in: run, of: outcome) ?? shuffled).filter(seats.contains)
        let answers = outcome.blindAnswers(of: order)
        let labels = Set(answers.map(\.label))
        let reviews = outcome.reviews.keys.sorted().shuffled(using: &generator).compactMap { reviewer -> Review? in
            guard var review = outcome.reviews[reviewer] else { return nil }
            review.assessments = review.assessments.filter { labels.contains($0.label) }
            return review
        }
        return (
            answers, reviews.isEmpty ? "None could be had." : list(reviews), outcome.tally.map(table) ?? ""
        )
    }

    private static func list(_ analysis: Analysis) -> String {
        analysis.points.map { point in
            let labels = point.labels.isEmpty ? "" : " (\(point.labels.map(\.rawValue).joined(separator: ", ")))"
            return "- \(point.kind.word): \(point.text.onOneLine)\(labels)"
        }.joined(separator: "\n")
    }

    /// The messages that ask once more for a form.
    static func again(after earlier: [Outcome.Unreadable], _ example: String) -> [Prompt.Message] {
        guard let last = earlier.last else { return [] }
        let again = Template.formAgain.filled(["complaint": last.complaint, "form": example])
        return [Prompt.Message(.assistant, last.reply.text), Prompt.Message(.user, again)]
    }
}

extension Analysis.Kind {
    fileprivate var word: String {
        switch self {
        case .consensus: "consensus"
        case .contradiction: "contradiction"
        case .unique: "only one says"
        case .blindSpot: "nobody says"
        }
    }
}

extension Template {
    fileprivate static let analysis = Template(PackageResources.analysis_md)
    fileprivate static let conclusionAnalysed = Template(PackageResources.conclusion_analysed_md)
    fileprivate static let formAgain = Template(PackageResources.form_again_md)
}
