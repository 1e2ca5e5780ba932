import FoundationEssentials

/// The local models on this machine: which are known, which are here, and how they get here.
///
/// ```swift
/// let store = ModelStore()
/// try await store.pull("qwen2.5-coder-1.5b") { progress in print(progress) }
/// let file = try await store.file(of: "qwen2.5-coder-1.5b")
/// ```
///
/// Several processes may use the same folder: whoever comes second to a piece of work waits for the first.
public struct ModelStore: Sendable {
    /// A model and its state.
    public struct Entry: Sendable, Hashable {
        public var model: CatalogueModel
        public var state: ModelState
        /// Whether the user added it.
        public var isAddition: Bool
    }

    /// Where everything is kept.
    public let folder: DataFolder
    let machine: Machine
    let builtIn: Catalogue
    /// Settings for pip on top of the user's own.
    let pipEnvironment: [String: String?]

    /// - Parameters:
    ///   - folder: Where everything is kept.
    ///   - machine: What the machine offers.
    /// - Throws: A ``LocalModelError`` if the built-in catalogue cannot be read.
    public init(folder: DataFolder = .standard, machine: Machine = .current) throws {
        self.init(folder: folder, machine: machine, builtIn: try .builtIn())
    }

    init(folder: DataFolder, machine: Machine, builtIn: Catalogue, pipEnvironment: [String: String?] = [:]) {
        self.pipEnvironment = pipEnvironment
        self.folder = folder
        self.machine = machine
        self.builtIn = builtIn
    }

    /// The built-in catalogue with the user's additions.
    public func catalogue() throws -> Catalogue { builtIn.adding(try additions()) }

    /// All models that are known, with their state. Nothing is verified here, so it is quick.
    public func list() throws -> [Entry] {
        let added = Set(try additions().models.map(\.id))
        return try catalogue().models.map { model in
            Entry(model: model, state: state(of: model), isAddition: added.contains(model.id))
        }
    }

    /// The file of a model that is here. Its checksum is computed once, and again only if the file has changed.
    /// - Throws: ``LocalModelError/Code/notFetched`` if it is not here, ``LocalModelError/Code/checksumMismatch`` if it
    ///   is another file.
    public func file(of id: String, report: LocalProgress.Report = { _ in }) async throws -> String {
        let model = try catalogue().model(id)
        if let file = try await verifiedFile(of: model, report: report) { return file }
        throw LocalModelError(
            .notFetched, "the local model \(id) is not on this machine yet",
            suggestion: "fetch it: council models pull \(id)")
    }

    /// Removes a model's file and what was downloaded of it; an addition is forgotten as well.
    ///
    /// A file that the user added by its path stays where it is.
    public func remove(_ id: String) async throws {
        let model = try catalogue().model(id)
        try await folder.locked(id, report: { _ in }) {
            for path in [path(of: model), downloadFolder(of: model)] {
                try? FileManager.default.removeItem(atPath: path)
            }
            VerifiedFile.forget(in: try folder.folder("verified"), id: id)
            try await changeAdditions { $0.models.removeAll { $0.id == id } }
        }
    }

    func state(of model: CatalogueModel) -> ModelState {
        if let path = presentFile(of: model) {
            if VerifiedFile.isVerified(path, model, in: folder.path + "/verified") { return .ready }
            return .partial(bytes: FileStamp(of: path)?.size ?? 0, of: model.bytes)
        }
        let downloads = downloadFolder(of: model)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: downloads)) ?? []
        let parts = names.filter { $0.hasSuffix(".whl") || $0 == Self.partialName }
        let here = parts.reduce(0) { $0 + (FileStamp(of: downloads + "/" + $1)?.size ?? 0) }
        guard let total = model.downloadBytes else { return here == 0 ? .missing : .partial(bytes: here, of: nil) }
        return here == 0 ? .missing : .partial(bytes: min(here, total), of: total)
    }

    /// The name of a model file that is not whole yet.
    static let partialName = "model.partial"

    /// Where the file of a fetched model is.
    func path(of model: CatalogueModel) -> String { folder.path + "/models/\(model.id).gguf" }

    /// Where the parts of a model wait until they are all here.
    func downloadFolder(of model: CatalogueModel) -> String { folder.path + "/downloads/\(model.id)" }

    /// The file of the model that is on this machine, whatever is in it.
    func presentFile(of model: CatalogueModel) -> String? {
        let given = model.sources.compactMap { source in
            if case .file(let path) = source { path } else { nil }
        }
        return ([path(of: model)] + given).first { FileStamp(of: $0) != nil }
    }

    func verifiedFile(of model: CatalogueModel, report: LocalProgress.Report) async throws -> String? {
        guard let path = presentFile(of: model) else { return nil }
        let records = try folder.folder("verified")
        if VerifiedFile.isVerified(path, model, in: records) { return path }
        report(LocalProgress(.verifying, model.id, label: "Verifying \(model.id)"))
        let isOurs = path == self.path(of: model)
        do {
            try await VerifiedFile.verify(path, model, in: records)
        } catch let error as LocalModelError where error.code == .checksumMismatch && isOurs {
            try? FileManager.default.removeItem(atPath: path)
            throw error
        }
        return path
    }
}
