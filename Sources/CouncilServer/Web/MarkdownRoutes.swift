import CouncilKit
import Hummingbird

/// `POST /v1/markdown`: texts as HTML that is safe to show. The page has what models wrote rendered here.
struct MarkdownRoutes: Sendable {
    let options: ServerOptions

    func render(_ request: Request, _ context: ServerContext) async throws -> Response {
        var request = request
        let fields = try await request.readFields(options)
        try fields.check(known: ["texts"])
        let texts = try fields.strings("texts", most: Self.mostTexts)
        guard texts.reduce(0, { $0 + $1.utf8.count }) <= Self.mostBytes else {
            throw ServiceError(.tooLarge, "“texts” has more than \(Self.mostBytes) bytes in all.", field: "texts")
        }
        return .json(["object": "list", "data": .array(texts.map { .string(SafeMarkdown.html(of: $0)) })])
    }

    private static let mostTexts = 64
    private static let mostBytes = 2 << 20
}
