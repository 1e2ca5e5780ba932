import ArgumentParser
import CouncilKit
import FoundationEssentials

/// Files that belong to the question.
struct AttachmentOptions: ParsableArguments {
    private static let largestImage = 20 << 20
    private static let largestText = 2 << 20

    @Option(
        name: .customLong("attach"),
        help: ArgumentHelp(
            "Attach a file: an image (PNG, JPEG, GIF, WebP) or text in UTF-8. Repeat for more.", valueName: "path"))
    var paths: [String] = []

    /// Reads the files.
    func read() throws(ConfigurationError) -> [Attachment] {
        var attachments: [Attachment] = []
        for path in paths { attachments.append(try Self.attachment(at: path)) }
        return attachments
    }

    static func attachment(at path: String) throws(ConfigurationError) -> Attachment {
        let url = URL(filePath: path)
        let data: Data
        do { data = try Data(contentsOf: url) } catch {
            throw ConfigurationError("The attachment cannot be read. Does the file exist, and is it yours?", file: path)
        }
        let name = url.lastPathComponent
        guard !data.isEmpty else { throw ConfigurationError("The attachment is empty.", file: path) }
        if let mediaType = data.imageType {
            guard data.count <= largestImage else {
                throw ConfigurationError("The image is larger than 20 MiB: make it smaller.", file: path)
            }
            return Attachment(name: name, content: .image(mediaType: mediaType, data: data))
        }
        guard let text = String(data: data, encoding: .utf8), !text.contains("\0") else {
            throw ConfigurationError(
                "Neither an image (PNG, JPEG, GIF, WebP) nor text in UTF-8: convert the file to one of these.",
                file: path)
        }
        guard data.count <= largestText else {
            throw ConfigurationError("The text is larger than 2 MiB: attach the part that matters.", file: path)
        }
        return Attachment(name: name, content: .text(text))
    }
}

extension Data {
    /// The media type of an image, told by its first bytes and not by its name.
    fileprivate var imageType: String? {
        let start = Array(prefix(12))
        if start.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return "image/png" }
        if start.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
        if start.starts(with: Array("GIF8".utf8)) { return "image/gif" }
        if start.starts(with: Array("RIFF".utf8)), start.dropFirst(8).elementsEqual(Array("WEBP".utf8)) {
            return "image/webp"
        }
        return nil
    }
}
