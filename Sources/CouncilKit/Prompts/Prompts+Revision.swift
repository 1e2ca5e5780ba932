extension Prompts {
    /// What a member is asked for at the end of the question, if the type of the answer was asked for.
    static func answerLine(in run: Run) -> String {
        guard let kind = run.settings.synthesisInForce.answerType?.kind else { return "" }
        let what =
            switch kind {
            case .number: "the number"
            case .option: "the letter of the option"
            case .yesNo: "yes or no"
            case .shortText: "the answer in a few words"
            }
        return "\n\nEnd with a line of its own: ANSWER: followed by \(what) and nothing else."
    }

    /// The second round: the member's own answer, the others' under labels drawn for this member, and what reviewers
    /// said of each.
    ///
    /// The labels of the run stay unknown to every author, so that no revised answer can hold a ballot that counts.
    public static func revision(by seat: Int, of outcome: Outcome, in run: Run) -> Prompt {
        var generator = SeededGenerator(seed: run.seed, purpose: "revision \(seat)")
        let others = ReviewOrders(seats: outcome.reviewedSeats, seed: run.seed).order(of: seat)
        let drawn = Label.draw(run.labels.count + others.count, using: &generator)
            .filter { !run.labels.contains($0) }
        let names = Dictionary(zip(others, drawn)) { first, _ in first }
        let nonce = String(generator.next() & 0xffff_ffff, radix: 36)
        let answers = others.compactMap { other -> String? in
            guard let label = names[other], let answer = outcome.blindAnswers(of: [other]).first else {
                return nil
            }
            let criticism = criticism(of: other, in: outcome, run, names, own: seat, nonce)
            return "<<< \(label) \(nonce)\n\(answer.text)\n>>> \(label) \(nonce)\n\(criticism)"
        }
        let task = Template.revision.filled([
            "nonce": nonce, "own": outcome.answers[seat]?.text ?? "",
            "criticism": criticism(of: seat, in: outcome, run, names, own: seat, nonce),
            "answers": answers.joined(separator: "\n\n"),
            "guidance": (run.settings.guidance.map { " " + $0 } ?? "") + answerLine(in: run),
        ])
        return Prompt(
            messages: history(of: run) + [
                Prompt.Message(.user, "\(question(of: run))\n\n\(task)", images: images(in: run))
            ],
            maximumTokens: run.settings.maximumAnswerTokens, temperature: run.settings.temperature,
            seed: samplingSeed(of: .reviser(seat), in: run), reasoning: run.settings.reasoning)
    }

    /// What reviewers said of an answer, with the labels of the run replaced.
    private static func criticism(
        of author: Int, in outcome: Outcome, _ run: Run, _ names: [Int: Label], own: Int, _ nonce: String
    ) -> String {
        let critiques = outcome.reviews.sorted { $0.key < $1.key }.filter { $0.key != own }
            .flatMap { $0.value.assessments.filter { $0.label == run.labels[author] } }
            .map(\.critique.onOneLine).filter { !$0.isEmpty }
        guard !critiques.isEmpty else { return "No reviewer said anything about it." }
        let lines = critiques.map { critique in
            run.labels.indices.reduce("- " + critique) { text, seat in
                let name = seat == own ? "your answer" : names[seat]?.rawValue ?? "another answer"
                return text.replacing(run.labels[seat].rawValue, with: name)
            }
        }
        return "<<< reviewers \(nonce)\n\(lines.joined(separator: "\n"))\n>>> reviewers \(nonce)"
    }
}

extension Template {
    fileprivate static let revision = Template(PackageResources.revision_md)
}
