import Testing

@testable import LocalModels

struct ServerPresetTests {
    private func preset(file: String) -> ServerPreset {
        let model = CatalogueModel(
            id: "tiny", name: "Tiny", sha256: "", contextSize: 4096, options: ["repack": "false"], sources: [])
        return ServerPreset(items: [ServerPreset.Item(model: model, file: file)], threads: 2)
    }

    @Test func `each model has a section with its file and options`() throws {
        #expect(
            try preset(file: "/data/tiny.gguf").text
                .hasSuffix("\n[tiny]\nmodel = /data/tiny.gguf\nctx-size = 4096\nrepack = false\n"))
    }

    @Test(arguments: ["/data/a;b.gguf", "/data/#1.gguf", "/data/a\nb.gguf"])
    func `a path that the preset cannot express is refused`(file: String) {
        #expect(throws: LocalModelError.self) { try preset(file: file).text }
    }
}
