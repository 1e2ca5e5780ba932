import CouncilKit
import FoundationEssentials

/// The models and the runtime that this version knows, and those that the user added.
///
/// It is data: every entry pins sizes and SHA-256 checksums, and a model may have several sources, so that one which
/// vanishes can be replaced without a new version.
public struct Catalogue: Sendable, Hashable, Codable {
    /// The version of the file format.
    public var version: Int
    /// How `llama-server` is built; absent in the file of the user's own additions.
    public var runtime: RuntimeSource?
    public var models: [CatalogueModel]

    public init(version: Int = 1, runtime: RuntimeSource? = nil, models: [CatalogueModel] = []) {
        self.version = version
        self.runtime = runtime
        self.models = models
    }

    /// The catalogue that is part of the program.
    public static func builtIn() throws -> Catalogue {
        try Catalogue(json: Data(PackageResources.catalogue_json), name: "the built-in catalogue")
    }

    /// Reads a catalogue.
    /// - Parameters:
    ///   - json: The catalogue as JSON.
    ///   - name: What an error message calls it.
    /// - Throws: A ``LocalModelError`` that says where the JSON is wrong.
    init(json: Data, name: String) throws {
        do {
            self = try JSONDecoder().decode(Catalogue.self, from: json)
        } catch {
            throw LocalModelError(.badRequest, "\(name) cannot be read: \(error)")
        }
        for model in models { try model.check() }
    }

    /// The catalogue as JSON.
    func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }

    /// The model of that id.
    /// - Throws: ``LocalModelError/Code/unknownModel`` with the nearest id that exists.
    public func model(_ id: String) throws -> CatalogueModel {
        if let model = models.first(where: { $0.id == id }) { return model }
        let known = models.map(\.id)
        let question = known.nearest(to: id).map { "did you mean \($0)? " } ?? ""
        throw LocalModelError(
            .unknownModel, "no local model is called \(id)",
            suggestion: "\(question)Known are \(known.joined(separator: ", "))")
    }

    /// This catalogue with the models of another; its entries win where an id is in both.
    func adding(_ other: Catalogue) -> Catalogue {
        let added = Set(other.models.map(\.id))
        return Catalogue(
            version: version, runtime: other.runtime ?? runtime,
            models: models.filter { !added.contains($0.id) } + other.models)
    }
}
