/// The form of a review: what the reviewer is shown and what a provider enforces.
///
/// Every label is a required key, so a reply that follows the schema can neither forget an answer nor name one twice.
/// Models fill a form in the order of its keys: own answer and criteria, then scores, critiques and, unless
/// pairs are compared, ranks. Which of the two
/// scores comes first differs from reviewer to reviewer, because the first one colours the second.
struct ReviewForm {
    /// What is scored, and the question that it answers.
    private static let scores = [("accuracy", "is it true?"), ("insight", "does it help to understand?")]
    private static let ownAnswerCharacters = 300
    private static let criterionCharacters = 120

    let form: Prompt.Form
    /// The form filled with placeholders, for the prompt's text.
    let example: String
    /// The scores in the order of the form, in words.
    let words: String

    /// - Parameters:
    ///   - labels: The answers in the order in which they are read.
    ///   - settings: The run's settings.
    ///   - startsWithInsight: Whether insight is scored before accuracy.
    init(labels: [Label], settings: Settings, startsWithInsight: Bool = false) {
        let scores = startsWithInsight ? Array(Self.scores.reversed()) : Self.scores
        words = scores.map { "\($0) (\($1))" }.joined(separator: " and ")
        let limit = settings.maximumCritiqueCharacters
        let score: JSONValue = ["type": "integer", "minimum": 1, "maximum": 10]
        let assessment = Self.object(
            scores.map { .init($0.0, score) } + [.init("critique", Self.text(atMost: limit))])
        let rank: JSONValue = ["type": "integer", "minimum": 1, "maximum": .integer(max(labels.count, 1))]
        var parts: [JSONValue.Member] = []
        var opening = ""
        if settings.reviewing.criteria {
            let criteria: JSONValue = [
                "type": "array", "minItems": 3, "maxItems": 3,
                "items": Self.text(atMost: limit.map { min($0, Self.criterionCharacters) }),
            ]
            parts = [
                .init("answer", Self.text(atMost: limit.map { _ in Self.ownAnswerCharacters })),
                .init("criteria", criteria),
            ]
            opening = #""answer": "…", "criteria": ["…", "…", "…"], "#
        }
        parts.append(.init("reviews", Self.object(labels.map { .init($0.rawValue, assessment) })))
        if settings.reviewing.asksForRanks {
            parts.append(.init("ranks", Self.object(labels.map { .init($0.rawValue, rank) })))
        }
        form = Prompt.Form(name: "review", schema: Self.object(parts))
        let places = scores.map { "\"\($0.0)\": <1-10>" }.joined(separator: ", ")
        let reviews = labels.map { "\"\($0)\": {\(places), \"critique\": \"…\"}" }
        let ranks = labels.map { "\"\($0)\": <1-\(labels.count)>" }.joined(separator: ", ")
        let ending = settings.reviewing.asksForRanks ? ", \"ranks\": {\(ranks)}" : ""
        example = "{\(opening)\"reviews\": {\(reviews.joined(separator: ", "))}\(ending)}"
    }

    private static func text(atMost limit: Int?) -> JSONValue {
        guard let limit else { return ["type": "string"] }
        return ["type": "string", "maxLength": .integer(limit)]
    }

    private static func object(_ properties: [JSONValue.Member]) -> JSONValue {
        [
            "type": "object", "properties": .object(properties),
            "required": .array(properties.map { .string($0.key) }), "additionalProperties": false,
        ]
    }
}
