/// A model that can be fetched and run: what it is, what it needs and where it comes from.
public struct CatalogueModel: Sendable, Hashable, Codable, Identifiable {
    /// The short name that is used everywhere: letters, digits, `.`, `_` and `-`.
    public var id: String
    /// The name as its makers write it.
    public var name: String
    /// The licence of the upstream model, as an SPDX identifier, if it is known.
    public var licence: String?
    /// The size of the model file; `nil` if it is not known before the download.
    public var bytes: Int?
    /// The SHA-256 of the model file in hexadecimal digits.
    public var sha256: String
    /// The memory that the running model takes, in bytes; `nil` if nobody measured it.
    public var memory: Int?
    /// The tokens that prompt and reply may have together.
    public var contextSize: Int?
    /// Further options of `llama-server` for this model, without the leading dashes.
    public var options: [String: String]?
    /// Where the file comes from, tried in this order.
    public var sources: [ModelSource]

    public init(
        id: String, name: String, licence: String? = nil, bytes: Int? = nil, sha256: String, memory: Int? = nil,
        contextSize: Int? = nil, options: [String: String]? = nil, sources: [ModelSource]
    ) {
        self.id = id
        self.name = name
        self.licence = licence
        self.bytes = bytes
        self.sha256 = sha256
        self.memory = memory
        self.contextSize = contextSize
        self.options = options
        self.sources = sources
    }

    /// The memory to plan for: as measured, else guessed from the size of the file.
    public var expectedMemory: Int { memory ?? ((bytes ?? 0) / 5 * 6 + 200_000_000) }

    /// The bytes that come over the network.
    var downloadBytes: Int? {
        guard case .packages(let parts)? = sources.first else { return bytes }
        return parts.reduce(0) { $0 + $1.bytes }
    }

    /// Checks what ends up in file names, in the preset file and on command lines.
    func check() throws {
        guard id.isPlainName, !id.hasPrefix(".") else {
            throw LocalModelError(
                .badRequest, "\"\(id)\" cannot name a model",
                suggestion: "use letters, digits, dots, underscores and hyphens")
        }
        guard sha256.utf8.count == 64, sha256.allSatisfy(\.isHexDigit), !sha256.contains(where: \.isUppercase) else {
            throw LocalModelError(
                .badRequest, "\(id): \"\(sha256)\" is no SHA-256",
                suggestion: "give its 64 lower-case hexadecimal digits")
        }
        for source in sources { try source.check(model: id) }
        for (key, value) in options ?? [:] where !key.isPlainName || value.contains(where: { $0.isNewline }) {
            throw LocalModelError(.badRequest, "\(id): the option \(key) cannot be written to a preset file")
        }
    }
}

extension String {
    /// Whether it consists of ASCII letters, digits, `.`, `_` and `-` only.
    var isPlainName: Bool {
        !isEmpty
            && unicodeScalars.allSatisfy { scalar in
                switch scalar {
                case "a"..."z", "A"..."Z", "0"..."9", ".", "_", "-": true
                default: false
                }
            }
    }
}
