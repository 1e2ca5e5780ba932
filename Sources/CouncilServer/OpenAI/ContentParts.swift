import CouncilKit

/// The content of a message: a text, or a list of parts that are texts and images.
struct ContentParts: Sendable {
    var text = ""
    var images: [Attachment] = []

    /// - Parameters:
    ///   - textTypes: The types of parts whose field `text` is read.
    ///   - ignored: The types of parts that are left out without a word.
    ///   - image: Reads a part that is an image; `nil` if it is none.
    init(
        _ message: Fields, _ name: String, textTypes: Set<String>, ignored: Set<String> = [],
        image readImage: (Fields) throws(ServiceError) -> Attachment?
    ) throws(ServiceError) {
        switch message[name] {
        case nil: return
        case .string(let text): self.text = text
        default:
            var texts: [String] = []
            for part in try message.objects(name) ?? [] {
                let type = try part.required("type")
                if ignored.contains(type) { continue }
                if textTypes.contains(type) {
                    let refusal = try part.string("refusal")
                    texts.append(try part.string("text") ?? refusal ?? "")
                } else if let image = try readImage(part) {
                    images.append(image)
                } else {
                    throw ServiceError(
                        .unsupported, "Content of the type “\(type)” is not supported.", field: part.path(of: "type"))
                }
            }
            text = texts.joined(separator: "\n")
        }
    }
}
