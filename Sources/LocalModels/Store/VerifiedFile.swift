import FoundationEssentials

/// The record that a file had the right checksum when it was last looked at.
struct VerifiedFile: Codable {
    var path: String
    var sha256: String
    var stamp: FileStamp

    /// Whether the file was verified and has not changed since.
    static func isVerified(_ path: String, _ model: CatalogueModel, in records: String) -> Bool {
        guard let data = try? Data(contentsOf: URL(filePath: record(in: records, id: model.id))),
            let record = try? JSONDecoder().decode(VerifiedFile.self, from: data)
        else { return false }
        return record.path == path && record.sha256 == model.sha256 && record.stamp == FileStamp(of: path)
    }

    /// Verifies the file and records it.
    static func verify(_ path: String, _ model: CatalogueModel, in records: String) async throws {
        let stamp = FileStamp(of: path)
        let got = try await Checksum.sha256(of: path)
        guard got == model.sha256 else {
            throw Checksum.mismatch(
                of: path, expected: model.sha256, got: got,
                suggestion: "fetch it again, council models pull \(model.id), or give the path of the right file")
        }
        try record(path, model, stamp: stamp, in: records)
    }

    /// Records a file that has just been verified.
    static func record(
        _ path: String, _ model: CatalogueModel, stamp: FileStamp? = nil, in records: String
    ) throws {
        guard let stamp = stamp ?? FileStamp(of: path) else {
            throw LocalModelError(.fileSystem, "\(path) is not there")
        }
        let record = VerifiedFile(path: path, sha256: model.sha256, stamp: stamp)
        try JSONEncoder().encode(record).write(
            to: URL(filePath: Self.record(in: records, id: model.id)), options: .atomic)
    }

    static func forget(in records: String, id: String) {
        try? FileManager.default.removeItem(atPath: record(in: records, id: id))
    }

    private static func record(in records: String, id: String) -> String { records + "/\(id).json" }
}
