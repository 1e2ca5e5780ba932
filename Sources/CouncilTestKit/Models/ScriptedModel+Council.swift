public import CouncilKit

extension ScriptedModel {
    /// A member that answers every question with one text and gives every answer it reviews the same scores, ranking
    /// the answers that `prefers` puts first ahead of the others.
    /// - Parameters:
    ///   - name: The model's name.
    ///   - answer: Its answer.
    ///   - conclusion: What it writes when it sits in the chair.
    ///   - prefers: Whether the first text is better than the second one; `nil` ranks all answers equal.
    public static func member(
        _ name: String, answer: String, conclusion: String = "In conclusion.",
        prefers: (@Sendable (String, String) -> Bool)? = nil
    ) -> ScriptedModel {
        ScriptedModel(name) { prompt in
            switch StageOfPrompt(prompt) {
            case .answer: .text(answer)
            case .review(let answers) where prompt.topTokens != nil:
                .text(prefers?(answers[1].text, answers[0].text) == true ? "B" : "A")
            case .review(let answers) where prompt.form?.name == "preference":
                .text(preferenceText(between: answers, prefers: prefers))
            case .review(let answers): .text(reviewText(of: answers, prefers: prefers))
            case .conclusion: .text(conclusion)
            case .synthesis(let task): .text(synthesisText(for: task, prefers: prefers))
            }
        }
    }

    /// A review in the form that reviewers are asked for.
    public static func reviewText(
        of answers: [BlindAnswer], prefers: (@Sendable (String, String) -> Bool)? = nil
    ) -> String {
        let reviews = answers.map {
            JSONValue.Member($0.label.rawValue, ["critique": "Sound.", "accuracy": 7, "insight": 6])
        }
        let ranks = answers.map { answer in
            let better = answers.filter { $0.label != answer.label && prefers?($0.text, answer.text) ?? false }
            return JSONValue.Member(answer.label.rawValue, .integer(better.count + 1))
        }
        return JSONValue.object([.init("reviews", .object(reviews)), .init("ranks", .object(ranks))]).text
    }

    /// The name of the better of two answers in the form that reviewers are asked for.
    public static func preferenceText(
        between answers: [BlindAnswer], prefers: (@Sendable (String, String) -> Bool)? = nil
    ) -> String {
        guard answers.count == 2 else { return "" }
        let first = prefers?(answers[0].text, answers[1].text) ?? false
        let second = prefers?(answers[1].text, answers[0].text) ?? false
        let better = first == second ? "tie" : first ? answers[0].label.rawValue : answers[1].label.rawValue
        return JSONValue.object([.init("better", .string(better))]).text
    }
}
