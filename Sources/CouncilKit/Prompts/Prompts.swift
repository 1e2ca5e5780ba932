/// The prompts of the three stages: pure functions from what is known of a run to what a model is sent.
///
/// The wording stands in `Prompts/Text`, one file a prompt.
public enum Prompts {
    /// The version of the wording, recorded with every run.
    public static let version = 1

    /// Stage one: the question as it was asked, after the conversation so far.
    public static func answer(in run: Run) -> Prompt {
        var messages = guidance(in: run)
        for exchange in run.history {
            messages.append(Prompt.Message(.user, exchange.question))
            messages.append(Prompt.Message(.assistant, exchange.answer))
        }
        messages.append(Prompt.Message(.user, run.question))
        return Prompt(
            messages: messages, maximumTokens: run.settings.maximumAnswerTokens,
            temperature: run.settings.temperature, seed: run.seed)
    }

    /// Stage two: others' answers under their labels, in the reviewer's order.
    /// - Parameters:
    ///   - answers: What the reviewer may see, in its order.
    ///   - run: The run.
    ///   - earlier: Reviews of this reviewer that could not be read; the last complaint is put to it.
    public static func review(
        of answers: [BlindAnswer], in run: Run, after earlier: [Outcome.Unreadable] = []
    ) -> Prompt {
        let form = ReviewForm(labels: answers.map(\.label), settings: run.settings)
        let request = Template.review.filled([
            "nonce": run.nonce, "question": question(of: run), "answers": list(answers, nonce: run.nonce),
            "form": form.example,
        ])
        var messages = [Prompt.Message(.user, request)]
        if let last = earlier.last {
            let again = Template.reviewAgain.filled([
                "complaint": last.complaint, "form": form.example,
            ])
            messages += [Prompt.Message(.assistant, last.reply.text), Prompt.Message(.user, again)]
        }
        return Prompt(
            messages: messages, form: form.form, maximumTokens: run.settings.maximumReviewTokens,
            temperature: run.settings.reviewTemperature, seed: run.seed)
    }

    /// Stage three: the blind answers, the reviews and the tally.
    public static func conclusion(of outcome: Outcome, in run: Run) -> Prompt {
        var generator = SeededGenerator(seed: run.seed, purpose: "chairman's order")
        let answers = outcome.answeredSeats.shuffled(using: &generator).compactMap { seat in
            outcome.answers[seat].map { BlindAnswer(label: run.labels[seat], text: $0.text) }
        }
        let reviews = outcome.reviews.keys.sorted().shuffled(using: &generator).compactMap { outcome.reviews[$0] }
        let request = Template.conclusion.filled([
            "nonce": run.nonce, "question": question(of: run), "answers": list(answers, nonce: run.nonce),
            "reviews": reviews.isEmpty ? "None could be had." : list(reviews),
            "tally": outcome.tally.map(table) ?? "",
        ])
        return Prompt(
            messages: guidance(in: run) + [Prompt.Message(.user, request)],
            maximumTokens: run.settings.maximumConclusionTokens, temperature: run.settings.temperature, seed: run.seed)
    }

    private static func guidance(in run: Run) -> [Prompt.Message] {
        run.settings.guidance.map { [Prompt.Message(.system, $0)] } ?? []
    }

    private static func question(of run: Run) -> String {
        guard !run.history.isEmpty else { return run.question }
        let earlier = run.history.map { "Asked before: \($0.question)\nAnswered before: \($0.answer)" }
        return (earlier + ["Asked now: \(run.question)"]).joined(separator: "\n\n")
    }

    private static func list(_ answers: [BlindAnswer], nonce: String) -> String {
        answers.map { "<<< \($0.label) \(nonce)\n\($0.text)\n>>> \($0.label) \(nonce)" }.joined(separator: "\n\n")
    }

    private static func list(_ reviews: [Review]) -> String {
        reviews.enumerated().map { index, review in
            let lines = review.assessments.map {
                "- \($0.label): accuracy \($0.accuracy), insight \($0.insight). \($0.critique)"
            }
            return (["Reviewer \(index + 1) ranks \(review.ballot)"] + lines).joined(separator: "\n")
        }.joined(separator: "\n\n")
    }

    private static func table(_ tally: Tally) -> String {
        guard tally.isRanked else { return "No reviewer could compare the answers, so they are not ranked." }
        return tally.standings.map { standing in
            let winShare = standing.winShare.map { "wins \(Int(($0 * 100).rounded())) % of comparisons" }
            return "\(standing.rank). \(standing.label): \(winShare ?? "not compared")"
        }.joined(separator: "\n")
    }
}
