import FoundationEssentials
import Testing

@testable import LocalModels

struct CatalogueTests {
    @Test func `the built-in catalogue offers the three models`() throws {
        let models = try Catalogue.builtIn().models
        #expect(models.map(\.id) == ["qwen2.5-coder-1.5b", "qwen2.5-coder-0.5b", "smollm2-135m"])
    }

    @Test func `the built-in runtime is pinned`() throws {
        let runtime = try #require(try Catalogue.builtIn().runtime)
        #expect(runtime.sha256 == "832db0699007f1be95a7e41ef12e88926b02ba836461e36a36372db2760c1a2e")
    }

    @Test func `a catalogue is read back as it was written`() throws {
        let catalogue = try Catalogue.builtIn()
        #expect(try Catalogue(json: catalogue.json(), name: "copy") == catalogue)
    }

    @Test func `a model may have several sources`() throws {
        let json =
            #"{"version": 1, "models": [{"id": "a", "name": "A", "sha256": "\#(digits)", "sources": "#
            + #"[{"url": "https://example.org/a.gguf"}, {"file": "/a.gguf"}]}]}"#
        let model = try Catalogue(json: Data(json.utf8), name: "test").model("a")
        #expect(model.sources == [.url("https://example.org/a.gguf"), .file("/a.gguf")])
    }

    @Test(arguments: ["../a", "", "a/b", "a b", ".hidden", "a]\nb"])
    func `an id that could leave the folder or the preset is refused`(id: String) throws {
        let model = CatalogueModel(id: id, name: "A", sha256: digits, sources: [])
        #expect(throws: LocalModelError.self) { try model.check() }
    }

    @Test(arguments: ["abc", String(repeating: "g", count: 64)])
    func `what is no checksum is refused`(sha256: String) throws {
        let model = CatalogueModel(id: "a", name: "A", sha256: sha256, sources: [])
        #expect(throws: LocalModelError.self) { try model.check() }
    }

    @Test func `an unknown model is answered with the nearest name`() throws {
        let catalogue = try Catalogue.builtIn()
        let error = try #require(throws: LocalModelError.self) { try catalogue.model("smollm-135m") }
        #expect(error.suggestion?.hasPrefix("did you mean smollm2-135m?") == true)
    }

    @Test func `parts are put in the order of their numbers`() {
        let parts = [10, 2, 1, 22].map {
            WheelPart(package: "m-2-part\($0)", version: "1", bytes: 1, sha256: "", path: "")
        }
        #expect(parts.inNumericOrder.map(\.package) == ["m-2-part1", "m-2-part2", "m-2-part10", "m-2-part22"])
    }

    private let digits = String(repeating: "0", count: 64)
}
