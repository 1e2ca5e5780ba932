import CouncilKit

/// The tools that the council offers.
enum MCPTool: String, CaseIterable {
    case askCouncil = "ask_council"
    case compareAnswers = "compare_answers"
    case reviewText = "review_text"
    case getRun = "get_run"

    private var words: String {
        switch self {
        case .askCouncil:
            "Ask a council of language models a question. Takes as long as three rounds of model calls."
        case .compareAnswers: "Let a council compare several answers to a question and say which is best, and why."
        case .reviewText: "Let a council review a text: what is wrong, what is missing, what should change."
        case .getRun: "Get an earlier run: who answered, who said what of whom, the final answer."
        }
    }

    private func parameters(councils: [String]) -> (properties: [JSONValue.Member], required: [String]) {
        let council = JSONValue.Member(
            "council",
            [
                "type": "string", "enum": .array(councils.map { .string($0) }),
                "description": "Which council to ask; the default one if left out.",
            ])
        func text(_ name: String, _ words: String) -> JSONValue.Member {
            .init(name, ["type": "string", "description": .string(words)])
        }
        switch self {
        case .askCouncil:
            return (
                [text("question", "The question."), text("guidance", "A wish, such as the length."), council],
                ["question"]
            )
        case .compareAnswers:
            let answers: JSONValue = [
                "type": "array", "items": ["type": "string"], "minItems": 2, "maxItems": 16,
                "description": "The answers to compare.",
            ]
            return (
                [text("question", "What they answer."), .init("answers", answers), council], ["question", "answers"]
            )
        case .reviewText:
            return ([text("text", "The text."), text("focus", "What to look at most."), council], ["text"])
        case .getRun: return ([text("id", "The run's name.")], ["id"])
        }
    }

    func description(councils: [String]) -> JSONValue {
        let (properties, required) = parameters(councils: councils)
        return [
            "name": .string(rawValue), "description": .string(words),
            "inputSchema": [
                "type": "object", "properties": .object(properties),
                "required": .array(required.map { .string($0) }),
            ],
        ]
    }

    /// The run that a call of the tool asks for; `nil` if it asks for none.
    func request(_ arguments: Fields) throws(ServiceError) -> RunRequest? {
        var request: RunRequest
        switch self {
        case .getRun: return nil
        case .askCouncil:
            request = RunRequest(try arguments.required("question"))
            request.guidance = try arguments.string("guidance")
        case .compareAnswers:
            let answers = try arguments.strings("answers", most: 16)
            guard answers.count >= 2 else { throw arguments.error("answers", "must be at least two") }
            request = RunRequest(
                "Compare these answers to the question below. Which one is best, and why? What is wrong in the others?\n\n"
                    + "Question: \(try arguments.required("question"))")
            request.attachments = answers.enumerated().map {
                Attachment(name: "answer \($0 + 1)", content: .text($1))
            }
        case .reviewText:
            let focus = try arguments.string("focus").map { " Look most at this: \($0)" } ?? ""
            request = RunRequest(
                "Review the attached text: what is wrong, what is missing, what should change, and how?\(focus)")
            request.attachments = [Attachment(name: "text", content: .text(try arguments.required("text")))]
        }
        request.council = try arguments.string("council")
        return request
    }
}
