import CouncilKit
import FoundationEssentials

extension RunRequest {
    private static let known: Set<String> = [
        "question", "council", "history", "attachments", "continues", "guidance", "seed", "max_tokens", "temperature",
        "budget", "reasoning_effort",
    ]
    private static let mostAttachments = 16
    private static let largestText = 2 << 20

    /// Reads the body of `POST /v1/runs`.
    init(_ fields: Fields) throws(ServiceError) {
        try fields.check(known: Self.known)
        self.init(try fields.required("question"), council: try fields.string("council"))
        guard !question.allSatisfy(\.isWhitespace) else { throw fields.error("question", "is empty") }
        for exchange in try fields.objects("history") ?? [] {
            history.append(
                Run.Exchange(question: try exchange.required("question"), answer: try exchange.required("answer")))
        }
        let files = try fields.objects("attachments") ?? []
        guard files.count <= Self.mostAttachments else {
            throw fields.error("attachments", "are at most \(Self.mostAttachments)")
        }
        for file in files { attachments.append(try Self.attachment(file)) }
        continues = try fields.string("continues").map(Run.ID.init(rawValue:))
        guidance = try fields.string("guidance")
        seed = try fields.integer("seed", in: 0...(1 << 53 - 1)).map { UInt64($0) }
        maximumTokens = try fields.integer("max_tokens", in: 1...1_000_000)
        temperature = try fields.number("temperature", in: 0...2)
        reasoning = try fields.string("reasoning_effort").map { word throws(ServiceError) in
            guard let effort = ReasoningEffort(rawValue: word) else {
                throw fields.error("reasoning_effort", "must be low, medium or high")
            }
            return effort
        }
        budget = try fields.number("budget", in: 0...1_000_000)
    }

    private static func attachment(_ file: Fields) throws(ServiceError) -> Attachment {
        try file.check(known: ["name", "text", "media_type", "data"])
        let name = try file.required("name").replacing("\n", with: " ")
        if let text = try file.string("text") {
            guard text.utf8.count <= largestText else {
                throw ServiceError(.tooLarge, "The text “\(name)” is larger than 2 MiB.", field: file.path(of: "text"))
            }
            guard file["media_type"] == nil, file["data"] == nil else {
                throw file.error("text", "cannot stand beside an image: they are two attachments")
            }
            return Attachment(name: name, content: .text(text))
        }
        var image = try Conversation.image(
            base64: try file.required("data"), type: try file.required("media_type"), path: file.path(of: "data"))
        image.name = name
        return image
    }
}
