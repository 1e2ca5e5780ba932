import FoundationEssentials

extension ModelStore {
    /// Adds a model of the user's own, any GGUF file, or another source of a model that is known.
    ///
    /// A file on this machine is used where it is; an address is only noted, and ``pull(_:report:)`` fetches it.
    /// - Parameters:
    ///   - location: A path or a web address.
    ///   - sha256: The checksum of the file. May be left out for a file on this machine, which is then taken as it is.
    ///   - id: The name to use; `nil` takes that of the known model with this checksum, else the file name.
    /// - Returns: The new entry of the catalogue.
    @discardableResult
    public func add(_ location: String, sha256: String? = nil, id: String? = nil) async throws -> CatalogueModel {
        let isAddress = location.hasPrefix("https://") || location.hasPrefix("http://")
        let model = isAddress ? try address(location, sha256, id) : try await file(location, sha256, id)
        try await changeAdditions { catalogue in
            catalogue.models.removeAll { $0.id == model.id }
            catalogue.models.append(model)
        }
        return model
    }

    private func address(_ location: String, _ sha256: String?, _ id: String?) throws -> CatalogueModel {
        guard let sha256 else {
            throw LocalModelError(
                .badRequest, "\(location): a checksum is needed",
                suggestion: "give the SHA-256 that the publisher of the file names")
        }
        return try entry(for: .url(location), named: Self.name(from: location), sha256, id)
    }

    private func file(_ location: String, _ sha256: String?, _ id: String?) async throws -> CatalogueModel {
        let path = location.hasPrefix("/") ? location : FileManager.default.currentDirectoryPath + "/" + location
        try Self.checkFormat(of: path)
        let stamp = FileStamp(of: path)
        let got = try await Checksum.sha256(of: path)
        if let sha256, sha256.lowercased() != got {
            throw Checksum.mismatch(of: path, expected: sha256, got: got, suggestion: "it was not added")
        }
        var model = try entry(for: .file(path), named: Self.name(from: path), got, id)
        model.bytes = stamp?.size
        try VerifiedFile.record(path, model, stamp: stamp, in: folder.folder("verified"))
        return model
    }

    private func entry(
        for source: ModelSource, named name: String, _ sha256: String, _ id: String?
    ) throws -> CatalogueModel {
        let sha256 = sha256.lowercased()
        let sameFile = id == nil ? builtIn.models.first { $0.sha256 == sha256 } : nil
        if var known = sameFile ?? builtIn.models.first(where: { $0.id == id ?? name }) {
            guard known.sha256 == sha256 else {
                throw LocalModelError(
                    .badRequest, "\(known.id) is the name of another file", suggestion: "choose another name")
            }
            known.sources.insert(source, at: 0)
            return known
        }
        let model = CatalogueModel(id: id ?? name, name: name, sha256: sha256, sources: [source])
        try model.check()
        return model
    }

    func additions() throws -> Catalogue {
        // One that is there but cannot be read must not be written over.
        guard FileManager.default.fileExists(atPath: folder.additions) else { return Catalogue() }
        return try Catalogue(json: try Data(contentsOf: URL(filePath: folder.additions)), name: folder.additions)
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
            throw LocalModelError(
                .badRequest, "there is no file \(path)", suggestion: "give the whole path of a GGUF file")
        }
        guard path.hasSuffix(".gguf") || path.hasSuffix(".GGUF") else {
            throw LocalModelError(
                .badRequest, "\(path) is not called .gguf", suggestion: "llama-server reads GGUF files")
        }
    }
}
