import FoundationEssentials

extension ModelStore {
    /// Adds a model of the user's own, any GGUF file.
    ///
    /// A file on this machine is used where it is; an address is only noted, and ``pull(_:report:)`` fetches it.
    /// - Parameters:
    ///   - location: An absolute path or a web address.
    ///   - sha256: The checksum of the file. May be left out for a file on this machine, which is then taken as it is.
    ///   - id: The name to use; `nil` takes it from the file name.
    /// - Returns: The new entry of the catalogue.
    @discardableResult
    public func add(_ location: String, sha256: String? = nil, id: String? = nil) async throws -> CatalogueModel {
        let isAddress = location.hasPrefix("https://") || location.hasPrefix("http://")
        let name = Self.name(from: location)
        var model = CatalogueModel(
            id: id ?? name, name: name, sha256: sha256?.lowercased() ?? "",
            sources: [isAddress ? .url(location) : .file(location)])
        if isAddress {
            guard sha256 != nil else {
                throw LocalModelError(
                    .badRequest, "\(location): a checksum is needed",
                    suggestion: "give the SHA-256 that the publisher of the file names")
            }
        } else {
            try Self.checkFormat(of: location)
            model.bytes = FileStamp(of: location)?.size
            if sha256 == nil { model.sha256 = try await Checksum.sha256(of: location) }
        }
        try model.check()
        if !isAddress { try await VerifiedFile.verify(location, model, in: folder.folder("verified")) }
        let added = model
        try await changeAdditions { catalogue in
            catalogue.models.removeAll { $0.id == added.id }
            catalogue.models.append(added)
        }
        return added
    }

    func additions() throws -> Catalogue {
        guard let json = try? Data(contentsOf: URL(filePath: folder.additions)) else { return Catalogue() }
        return try Catalogue(json: json, name: folder.additions)
    }

    func changeAdditions(_ change: (inout Catalogue) -> Void) async throws {
        try await folder.locked("catalogue", report: { _ in }) {
            let before = try additions()
            var after = before
            change(&after)
            guard after != before else { return }
            try after.json().write(to: URL(filePath: folder.additions), options: .atomic)
        }
    }

    private static func name(from location: String) -> String {
        let file = location.split(separator: "/").last?.prefix { $0 != "?" } ?? ""
        let stem = file.lowercased().hasSuffix(".gguf") ? file.dropLast(5) : file
        return String(stem.lowercased().map { String($0).isPlainName ? $0 : "-" })
    }

    private static func checkFormat(of path: String) throws {
        guard FileStamp(of: path) != nil else {
            throw LocalModelError(.badRequest, "there is no file \(path)", suggestion: "give the whole path of a GGUF file")
        }
        guard path.hasSuffix(".gguf") || path.hasSuffix(".GGUF") else {
            throw LocalModelError(.badRequest, "\(path) is not called .gguf", suggestion: "llama-server reads GGUF files")
        }
    }
}
