extension Prompts {
    /// Two texts, one after the other, for a judge that knows neither author.
    /// - Parameters:
    ///   - texts: The text shown first and the one shown second.
    ///   - form: Its labels go by place.
    ///   - role: The judge's role.
    ///   - run: The run.
    ///   - earlier: Replies that could not be read; the last complaint is put to the model.
    static func comparison(
        of texts: [String], _ form: ComparisonForm, by role: Role, in run: Run, after earlier: [Outcome.Unreadable] = []
    ) -> Prompt {
        let shown = zip(form.labels, texts).map { label, text in
            let blind = BlindAnswer(label: label, original: text, models: run.seats + [run.chairman])
            return "<<< \(label) \(form.nonce)\n\(blind.text)\n>>> \(label) \(form.nonce)"
        }
        let task = Template.comparison.filled([
            "nonce": form.nonce, "answers": shown.joined(separator: "\n\n"), "form": form.example,
        ])
        return check(task, form.form, form.example, by: role, in: run, after: earlier)
    }

    /// The final answer and the statements of the analysis.
    static func audit(
        of answer: String, for form: AuditForm, in run: Run, after earlier: [Outcome.Unreadable] = []
    ) -> Prompt {
        let task = Template.audit.filled([
            "nonce": form.code, "answer": answer.harmlessInPrompt, "points": form.list, "form": form.example,
        ])
        return check(task, form.form, form.example, by: .auditor, in: run, after: earlier)
    }

    private static func check(
        _ task: String, _ form: Prompt.Form, _ example: String, by role: Role, in run: Run,
        after earlier: [Outcome.Unreadable]
    ) -> Prompt {
        let message = Prompt.Message(.user, "\(question(of: run))\n\n\(task)", images: images(in: run))
        return Prompt(
            messages: history(of: run) + [message] + again(after: earlier, example), form: form,
            maximumTokens: run.settings.maximumReviewTokens, temperature: run.settings.reviewTemperature,
            seed: samplingSeed(of: role, in: run), isRepeatable: true, reasoning: run.settings.reasoning)
    }
}

extension Template {
    fileprivate static let comparison = Template(PackageResources.comparison_md)
    fileprivate static let audit = Template(PackageResources.audit_md)
}
