import FoundationEssentials

/// The file that tells the router of `llama-server` which models there are and how to run each.
struct ServerPreset {
    /// A model and its verified file.
    struct Item {
        var model: CatalogueModel
        var file: String
    }

    var items: [Item]
    var threads: Int

    /// The text of the file, in the INI dialect of `--models-preset`.
    var text: String {
        get throws {
            var lines = ["version = 1", "", "[*]"]
            lines.append("threads = \(threads)")
            // One request a model at a time, so that each has the whole context.
            lines.append("parallel = 1")
            lines.append("cache-prompt = true")
            // Finished prompts are kept in memory for the next call; the default would be 8 GiB a model.
            lines.append("cache-ram = 128")
            lines.append("load-on-startup = true")
            for item in items {
                guard !item.file.contains(where: { $0 == ";" || $0 == "#" || $0.isNewline }) else {
                    throw LocalModelError(
                        .badRequest, "\(item.file): llama-server cannot be told of a path with ; or #",
                        suggestion: "move or rename the file or its folder")
                }
                lines += ["", "[\(item.model.id)]", "model = \(item.file)"]
                lines.append("ctx-size = \(item.model.contextSize ?? 8192)")
                let options = (item.model.options ?? [:]).sorted { $0.key < $1.key }
                lines += options.map { "\($0.key) = \($0.value)" }
            }
            return lines.joined(separator: "\n") + "\n"
        }
    }

    /// Writes the file. Its name follows from what is in it, so that processes with other models have other files.
    /// - Returns: Its path.
    func write(in folder: DataFolder) throws -> String {
        let text = try text
        let digest = text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        let path = try folder.folder("presets") + "/\(String(digest, radix: 16)).ini"
        do {
            try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw LocalModelError(.fileSystem, "\(path) cannot be written: \(error.words)")
        }
        return path
    }
}
