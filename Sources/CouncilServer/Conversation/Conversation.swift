import CouncilKit
import FoundationEssentials

/// A conversation as chat protocols send it, on its way to a run.
struct Conversation: Sendable {
    /// One message.
    struct Turn: Sendable {
        var isAssistant: Bool
        var text: String
        var images: [Attachment] = []
    }

    /// What system messages say.
    var guidance: [String] = []
    var turns: [Turn] = []

    /// The largest image after decoding, in bytes.
    static let largestImage = 20 << 20
    private static let mostImages = 16

    /// Puts question and history into a request. Images of earlier messages go along with the question.
    func fill(_ request: inout RunRequest) throws(ServiceError) {
        var exchanges: [Run.Exchange] = []
        var question: [String] = []
        for turn in turns {
            guard turn.isAssistant else {
                question.append(turn.text)
                continue
            }
            guard !question.isEmpty else {
                guard let last = exchanges.indices.last else {
                    throw ServiceError(.invalidRequest, "The first message must be the user's.", field: "messages")
                }
                exchanges[last].answer += "\n\n" + turn.text
                continue
            }
            exchanges.append(Run.Exchange(question: question.joined(separator: "\n\n"), answer: turn.text))
            question = []
        }
        guard !question.isEmpty else {
            throw ServiceError(.invalidRequest, "The last message must be the user's.", field: "messages")
        }
        let images = turns.flatMap(\.images)
        guard images.count <= Self.mostImages else {
            throw ServiceError(.invalidRequest, "At most \(Self.mostImages) images can be sent.", field: "messages")
        }
        request.question = question.joined(separator: "\n\n")
        request.history = exchanges
        request.attachments = images.enumerated().map { index, image in
            Attachment(name: "image \(index + 1)", content: image.content)
        }
        if !guidance.isEmpty { request.guidance = guidance.joined(separator: "\n\n") }
    }

    /// An image in a `data:` URL. The server fetches nothing from elsewhere, so no client can make it do so.
    static func image(url: String, path: String) throws(ServiceError) -> Attachment {
        guard url.hasPrefix("data:"), let comma = url.firstIndex(of: ",") else {
            throw ServiceError(
                .unsupported, "Images must be sent as data: URLs; the council fetches none.", field: path)
        }
        let head = url[url.index(url.startIndex, offsetBy: 5)..<comma].split(separator: ";").map(String.init)
        guard head.last == "base64" else {
            throw ServiceError(.invalidRequest, "A data: URL of an image must be in base64.", field: path)
        }
        return try image(base64: String(url[url.index(after: comma)...]), type: head.first ?? "", path: path)
    }

    /// An image in base64.
    static func image(base64: String, type: String, path: String) throws(ServiceError) -> Attachment {
        guard ["image/png", "image/jpeg", "image/gif", "image/webp"].contains(type) else {
            throw ServiceError(
                .unsupported, "Images must be PNG, JPEG, GIF or WebP, not “\(type)”.", field: path)
        }
        guard let data = Data(base64Encoded: base64), !data.isEmpty else {
            throw ServiceError(.invalidRequest, "The image is not in base64.", field: path)
        }
        guard data.count <= largestImage else {
            throw ServiceError(.tooLarge, "The image is larger than 20 MiB.", field: path)
        }
        return Attachment(name: "image", content: .image(mediaType: type, data: data))
    }
}
