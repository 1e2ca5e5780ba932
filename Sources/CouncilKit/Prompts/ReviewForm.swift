/// The form of a review: what the reviewer is shown and what a provider enforces.
///
/// Every label is a required key, so a reply that follows the schema can neither forget an answer nor name one twice.
struct ReviewForm {
    let form: Prompt.Form
    /// The form filled with placeholders, for the prompt's text.
    let example: String

    init(labels: [Label], settings: Settings) {
        var critique: JSONValue = ["type": "string"]
        if let limit = settings.maximumCritiqueCharacters {
            critique = ["type": "string", "maxLength": .integer(limit)]
        }
        let score: JSONValue = ["type": "integer", "minimum": 1, "maximum": 10]
        let assessment = Self.object([
            .init("critique", critique), .init("accuracy", score), .init("insight", score),
        ])
        let rank: JSONValue = ["type": "integer", "minimum": 1, "maximum": .integer(max(labels.count, 1))]
        form = Prompt.Form(
            name: "review",
            schema: Self.object([
                .init("reviews", Self.object(labels.map { .init($0.rawValue, assessment) })),
                .init("ranks", Self.object(labels.map { .init($0.rawValue, rank) })),
            ]))
        let reviews = labels.map {
            "\"\($0)\": {\"critique\": \"…\", \"accuracy\": <1-10>, \"insight\": <1-10>}"
        }
        let ranks = labels.map { "\"\($0)\": <1-\(labels.count)>" }
        example = """
            {"reviews": {\(reviews.joined(separator: ", "))}, "ranks": {\(ranks.joined(separator: ", "))}}
            """
    }

    private static func object(_ properties: [JSONValue.Member]) -> JSONValue {
        [
            "type": "object", "properties": .object(properties),
            "required": .array(properties.map { .string($0.key) }), "additionalProperties": false,
        ]
    }
}
