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
            case .review(let answers): .text(reviewText(of: answers, prefers: prefers))
            case .conclusion: .text(conclusion)
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
}

/// Which stage a prompt belongs to, and what it shows: lets a script answer as a model would.
public enum StageOfPrompt: Sendable, Hashable {
    case answer
    /// A review; the answers as the reviewer sees them, in its order.
    case review([BlindAnswer])
    /// The conclusion; the answers as the chairman sees them.
    case conclusion([BlindAnswer])

    public init(_ prompt: Prompt) {
        let first = prompt.messages.first { $0.role == .user }?.text ?? ""
        if prompt.form?.name == "review" {
            self = .review(Self.answers(in: first))
        } else if first.hasPrefix("You are the chairman") {
            self = .conclusion(Self.answers(in: first))
        } else {
            self = .answer
        }
    }

    /// Reads the answers between their markers.
    private static func answers(in text: String) -> [BlindAnswer] {
        var answers: [BlindAnswer] = []
        var rest = text[...]
        while let opening = rest.firstRange(of: "<<< ") {
            rest = rest[opening.upperBound...]
            let header = rest.prefix { $0 != "\n" }
            guard let label = header.split(separator: " ").first,
                let closing = rest.firstRange(of: "\n>>> \(header)\n")
            else { continue }
            let body = rest[header.endIndex..<closing.lowerBound].dropFirst()
            answers.append(BlindAnswer(label: Label(String(label)), text: String(body)))
            rest = rest[closing.upperBound...]
        }
        return answers
    }
}
