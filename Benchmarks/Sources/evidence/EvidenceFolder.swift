import FoundationEssentials

/// A folder of recorded judgments, one JSON object a line.
struct EvidenceFolder {
    private let url: URL

    init(path: String) { url = URL(filePath: path, directoryHint: .isDirectory) }

    func holds(_ name: String) -> Bool { FileManager.default.fileExists(atPath: url.appending(path: name).path()) }

    /// The objects of a file, one a line.
    func lines<Item: Decodable>(of name: String, as type: Item.Type = Item.self) throws -> [Item] {
        let data = try Data(contentsOf: url.appending(path: name))
        let decoder = JSONDecoder()
        return try data.split(separator: UInt8(ascii: "\n")).map { try decoder.decode(Item.self, from: Data($0)) }
    }

    /// The object that a file consists of.
    func object<Item: Decodable>(of name: String, as type: Item.Type = Item.self) throws -> Item {
        try JSONDecoder().decode(Item.self, from: Data(contentsOf: url.appending(path: name)))
    }
}
