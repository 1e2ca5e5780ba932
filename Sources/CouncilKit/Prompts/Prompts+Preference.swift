extension Prompts {
    /// Stage two, pair by pair: two answers, and the question which one is better.
    /// - Parameters:
    ///   - answers: The two answers in the order in which they are read.
    ///   - earlier: The replies that could not be read. The first one may have been asked for as a letter: one token,
    ///     with its probability.
    static func preference(
        between answers: [BlindAnswer], by reviewer: Int, in run: Run, after earlier: [Outcome.Unreadable] = []
    ) -> Prompt {
        let asLetter = run.settings.reviewing.asksForLetter(attempt: earlier.count + 1)
        let form = PreferenceForm(answers.map(\.label), isLetter: asLetter)
        var messages =
            asLetter
            ? letterMessages(on: answers, in: run)
            : [
                message(
                    showing: answers, in: run,
                    task: Template.preference.filled([
                        "first": answers.first?.label.rawValue ?? "", "second": answers.last?.label.rawValue ?? "",
                        "form": form.words,
                    ]))
            ]
        if let last = earlier.last, !run.settings.reviewing.asksForLetter(attempt: last.call.attempt) {
            let again = Template.preferenceAgain.filled(["complaint": last.complaint, "form": form.words])
            messages += [Prompt.Message(.assistant, last.reply.text), Prompt.Message(.user, again)]
        }
        return Prompt(
            messages: history(of: run) + messages, form: form.form,
            maximumTokens: asLetter ? 1 : run.settings.maximumReviewTokens,
            temperature: run.settings.reviewTemperature, seed: samplingSeed(of: .reviewer(reviewer), in: run),
            isRepeatable: true, reasoning: asLetter ? nil : run.settings.reasoning,
            topTokens: asLetter ? 10 : nil)
    }

    /// Small models choose by place unless they see worked examples in the very form of the task, down to the words
    /// before the letter, and nothing else. Each answer is a single line: no line of it can pass for one of the form.
    private static func letterMessages(on answers: [BlindAnswer], in run: Run) -> [Prompt.Message] {
        let text = Template.preferenceLetter.filled([
            "question": question(of: run).onOneLine, "first": answers.first?.text.onOneLine ?? "",
            "second": answers.last?.text.onOneLine ?? "",
        ])
        return [Prompt.Message(.user, text), Prompt.Message(.assistant, "Better answer:")]
    }
}

extension String {
    /// White space runs become one space, so that a critique cannot look like a part of the prompt.
    var onOneLine: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
