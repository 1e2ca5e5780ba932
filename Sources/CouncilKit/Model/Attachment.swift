public import FoundationEssentials

/// A file that belongs to a question.
public struct Attachment: Sendable, Hashable {
    /// A picture that models with eyes can look at.
    public struct Image: Sendable, Hashable {
        /// The file's name, for words about it.
        public var name: String
        /// Such as `image/png`.
        public var mediaType: String
        public var data: Data

        public init(name: String, mediaType: String, data: Data) {
            self.name = name
            self.mediaType = mediaType
            self.data = data
        }

        /// What a model reads in the place of an image that it cannot take.
        public var words: String {
            "[The image \u{201C}\(name)\u{201D} (\(mediaType), \(data.count) bytes) was attached here, "
                + "but left out because you cannot look at images.]"
        }
    }

    /// What the file holds.
    public enum Content: Sendable, Hashable {
        case text(String)
        case image(mediaType: String, data: Data)
    }

    /// The file's name without its folder, on one line: it stands in the line that marks the file for models.
    public var name: String { didSet { name = Self.line(name) } }
    public var content: Content

    public init(name: String, content: Content) {
        self.name = Self.line(name)
        self.content = content
    }

    private static func line(_ name: String) -> String {
        name.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    /// The image, if this is one.
    public var image: Image? {
        guard case .image(let mediaType, let data) = content else { return nil }
        return Image(name: name, mediaType: mediaType, data: data)
    }

    /// The text, if this is one.
    public var text: String? {
        guard case .text(let text) = content else { return nil }
        return text
    }
}

extension Attachment: Codable {
    private enum Key: String, CodingKey {
        case name, text, mediaType, data
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        name = try container.decode(String.self, forKey: .name)
        if let text = try container.decodeIfPresent(String.self, forKey: .text) {
            content = .text(text)
        } else {
            content = .image(
                mediaType: try container.decode(String.self, forKey: .mediaType),
                data: try container.decode(Data.self, forKey: .data))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(name, forKey: .name)
        switch content {
        case .text(let text): try container.encode(text, forKey: .text)
        case .image(let mediaType, let data):
            try container.encode(mediaType, forKey: .mediaType)
            try container.encode(data, forKey: .data)
        }
    }
}
