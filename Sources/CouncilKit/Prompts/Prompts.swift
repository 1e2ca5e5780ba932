/// The prompts of the three stages: pure functions from what is known of a run to what a model is sent.
///
/// The wording stands in `Prompts/Text`, one file a prompt. Every prompt of a run begins with the conversation and the
/// question, and those that show answers go on with the same words about them, so that a provider's prompt cache can
/// reuse what the stages have in common. What differs, the task, stands last.
public enum Prompts {
    /// The version of the wording, recorded with every run.
    public static let version = 4

    /// Stage one: the question as it was asked, after the conversation so far, and the guidance behind it.
    public static func answer(from seat: Int, in run: Run) -> Prompt {
        let question = question(of: run)
        let guidance = run.settings.guidance.map { "\n\n" + $0 } ?? ""
        return Prompt(
            messages: history(of: run) + [
                Prompt.Message(
                    .user, question + guidance + answerLine(in: run), images: images(in: run),
                    sharedPrefixes: [question.utf8.count])
            ],
            maximumTokens: run.settings.maximumAnswerTokens,
            temperature: run.settings.temperature, seed: samplingSeed(of: .member(seat), in: run),
            reasoning: run.settings.reasoning)
    }

    /// Stage two: others' answers under their labels, in the reviewer's order.
    /// - Parameters:
    ///   - answers: What the reviewer may see, in its order.
    ///   - reviewer: The reviewer's seat.
    ///   - run: The run.
    ///   - pass: 2 if it reads them a second time.
    ///   - earlier: Reviews of this reviewer that could not be read; the last complaint is put to it.
    public static func review(
        of answers: [BlindAnswer], by reviewer: Int, in run: Run, pass: Int? = nil,
        after earlier: [Outcome.Unreadable] = []
    ) -> Prompt {
        var generator = SeededGenerator(seed: run.seed, purpose: "order of the scores of reviewer \(reviewer)")
        let form = ReviewForm(
            labels: answers.map(\.label), settings: run.settings,
            startsWithInsight: Bool.random(using: &generator) != (pass == 2))
        let template =
            run.settings.reviewing.asksForRanks
            ? run.settings.reviewing.prompt.map { Template(Array($0.text.utf8)) } ?? .review : .assessment
        let criteria = run.settings.reviewing.criteria ? Template.reviewCriteria.filled([:]) + "\n\n" : ""
        let task = template.filled(["form": form.example, "scores": form.words, "criteria": criteria])
        var messages = history(of: run)
        messages.append(message(showing: answers, in: run, task: task))
        if let last = earlier.last {
            let again = Template.reviewAgain.filled(["complaint": last.complaint, "form": form.example])
            messages += [Prompt.Message(.assistant, last.reply.text), Prompt.Message(.user, again)]
        }
        return Prompt(
            messages: messages, form: form.form, maximumTokens: run.settings.maximumReviewTokens,
            temperature: run.settings.reviewTemperature, seed: samplingSeed(of: .reviewer(reviewer), in: run),
            isRepeatable: true, reasoning: run.settings.reasoning)
    }

    /// Stage three: the blind answers, the reviews and the tally.
    public static func conclusion(of outcome: Outcome, in run: Run) -> Prompt {
        if let analysis = outcome.analysis?.value { return conclusion(of: outcome, after: analysis, in: run) }
        var generator = SeededGenerator(seed: run.seed, purpose: "chairman's order")
        let shuffled = outcome.reviewedSeats.shuffled(using: &generator)
        let answers = outcome.blindAnswers(of: chairmanOrder(in: run, of: outcome) ?? shuffled)
        let reviews = outcome.reviews.keys.sorted().shuffled(using: &generator).compactMap { outcome.reviews[$0] }
        let task = Template.conclusion.filled([
            "nonce": run.nonce, "reviews": reviews.isEmpty ? "None could be had." : list(reviews),
            "tally": outcome.tally.map(table) ?? "", "guidance": run.settings.guidance ?? "",
        ])
        return Prompt(
            messages: history(of: run) + [message(showing: answers, in: run, task: task)],
            maximumTokens: run.settings.maximumConclusionTokens,
            temperature: run.settings.temperature, seed: samplingSeed(of: .chairman, in: run),
            reasoning: run.settings.reasoning)
    }

    /// The order in which the chairman's model has read the answers as a reviewer, its own one last: what it has read
    /// need not be read again. `nil` if it reviewed nothing.
    static func chairmanOrder(in run: Run, of outcome: Outcome) -> [Int]? {
        guard let seat = outcome.reviewedSeats.first(where: { run.seats[$0] == run.chairman }) else { return nil }
        return ReviewOrders(seats: outcome.reviewedSeats, seed: run.seed).order(of: seat) + [seat]
    }

    /// The question, the answers under their labels, then a task.
    static func message(showing answers: [BlindAnswer], in run: Run, task: String) -> Prompt.Message {
        let list = answers.map { "<<< \($0.label) \(run.nonce)\n\($0.text)\n>>> \($0.label) \(run.nonce)" }
        let shown = Template.answers.filled(["nonce": run.nonce, "answers": list.joined(separator: "\n\n")])
        let question = question(of: run)
        let text = "\(question)\n\n\(shown)\n\n\(task)"
        return Prompt.Message(
            .user, text, images: images(in: run),
            sharedPrefixes: [question.utf8.count, text.utf8.count - task.utf8.count])
    }

    /// A seed for the provider's sampling, 31 bits. Each seat has its own, so that a model in several seats gives
    /// several samples; and none is the run's, from which the labels could be computed.
    static func samplingSeed(of role: Role, in run: Run) -> UInt64 {
        var generator = SeededGenerator(seed: run.seed, purpose: "sampling \(role)")
        return generator.next() >> 33
    }

    static func history(of run: Run) -> [Prompt.Message] {
        run.history.flatMap { exchange in
            [Prompt.Message(.user, exchange.question), Prompt.Message(.assistant, exchange.answer)]
        }
    }

    /// The question and, between marker lines, the text files that belong to it.
    public static func question(of run: Run) -> String {
        let files = (run.attachments ?? []).compactMap { file in
            file.text.map { "<<< file \(file.name) \(run.nonce)\n\($0)\n>>> file \(file.name) \(run.nonce)" }
        }
        return ([run.question] + files).joined(separator: "\n\n")
    }

    static func images(in run: Run) -> [Attachment.Image] { (run.attachments ?? []).compactMap(\.image) }

    static func list(_ reviews: [Review]) -> String {
        reviews.enumerated().map { index, review in
            let lines = review.assessments.map {
                "- \($0.label): accuracy \($0.accuracy.brief), insight \($0.insight.brief). \($0.critique.onOneLine)"
            }
            let ranking = review.ballot.ranking.isEmpty ? ":" : " ranks \(review.ballot)"
            return (["Reviewer \(index + 1)\(ranking)"] + lines).joined(separator: "\n")
        }.joined(separator: "\n\n")
    }

    static func table(_ tally: Tally) -> String {
        guard tally.isRanked else { return "No reviewer could compare the answers, so they are not ranked." }
        return tally.standings.map { standing in
            let winShare = standing.winShare.map { "wins \(Int(($0 * 100).rounded())) % of comparisons" }
            return "\(standing.rank). \(standing.label): \(winShare ?? "not compared")"
        }.joined(separator: "\n")
    }
}

extension Double {
    /// The number without a decimal that says nothing.
    fileprivate var brief: String { self == rounded() ? "\(Int(self))" : "\(self)" }
}
