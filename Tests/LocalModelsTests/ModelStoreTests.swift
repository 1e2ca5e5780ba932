import FoundationEssentials
import Testing

@testable import LocalModels

struct ModelStoreTests {
    /// Runs the body with a store and the path of a small GGUF file.
    private func withStore(_ body: (ModelStore, String) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let file = folder + "/Tiny Model.gguf"
            try "a".write(toFile: file)
            try await body(ModelStore(folder: DataFolder(folder + "/data"), machine: .ample), file)
        }
    }

    @Test func `a fresh store misses every model`() async throws {
        try await withStore { store, _ in
            let states = try store.list().map(\.state)
            #expect(states == [.missing, .missing, .missing])
        }
    }

    @Test func `looking at the list creates nothing`() async throws {
        try await withStore { store, _ in
            _ = try store.list()
            #expect(!store.folder.path.fileExists)
        }
    }

    @Test func `the data folder is its owner's alone`() async throws {
        try await withStore { store, _ in
            _ = try store.folder.folder("models")
            let attributes = try FileManager.default.attributesOfItem(atPath: store.folder.path)
            #expect(attributes[.posixPermissions] as? Int == 0o700)
        }
    }

    @Test func `paths may hold spaces and letters beyond ASCII`() async throws {
        try await withTemporaryFolder { folder in
            let folder = folder + "/Données à moi 100%"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try "a".write(toFile: folder + "/Été 1.gguf")
            let store = try ModelStore(folder: DataFolder(folder + "/data"), machine: .ample)
            let model = try await store.add(folder + "/Été 1.gguf", id: "summer")
            #expect(try store.list().last?.state == .ready)
            let file = try await store.file(of: "summer")
            #expect(file == folder + "/Été 1.gguf")
            let preset = ServerPreset(items: [ServerPreset.Item(model: model, file: file)], threads: 1)
            let path = try preset.write(in: store.folder)
            #expect(path.hasPrefix(folder + "/data/presets/"))
            #expect(path.fileText?.contains("model = \(folder)/Été 1.gguf\n") == true)
        }
    }

    @Test func `an added file is ready under a name made of its own`() async throws {
        try await withStore { store, file in
            try await store.add(file)
            #expect(try store.list().last.map { [$0.model.id, "\($0.state)"] } == ["tiny-model", "ready"])
        }
    }

    @Test func `an added file is used where it is`() async throws {
        try await withStore { store, file in
            let model = try await store.add(file)
            #expect(try await store.file(of: model.id) == file)
        }
    }

    @Test func `a file that is not the one named is not added`() async throws {
        try await withStore { store, file in
            let error = try await #require(throws: LocalModelError.self) {
                try await store.add(file, sha256: String(repeating: "0", count: 64))
            }
            #expect(error.code == .checksumMismatch)
        }
    }

    @Test func `an address without a checksum is not added`() async throws {
        try await withStore { store, _ in
            let error = try await #require(throws: LocalModelError.self) {
                try await store.add("https://example.org/a.gguf")
            }
            #expect(error.message == "https://example.org/a.gguf: a checksum is needed")
        }
    }

    @Test func `a built-in name cannot be given to another file`() async throws {
        try await withStore { store, file in
            let error = try await #require(throws: LocalModelError.self) {
                try await store.add(file, id: "smollm2-135m")
            }
            #expect(error.message == "smollm2-135m is the name of another file")
        }
    }

    @Test func `a file that happens to be called like a built-in model does not take its place`() async throws {
        try await withTemporaryFolder { folder in
            try "a".write(toFile: folder + "/smollm2-135m.gguf")
            let store = try ModelStore(folder: DataFolder(folder + "/data"), machine: .ample)
            let error = try await #require(throws: LocalModelError.self) {
                try await store.add(folder + "/smollm2-135m.gguf")
            }
            #expect(error.suggestion == "choose another name")
        }
    }

    @Test func `a known file keeps what is known of it`() async throws {
        try await withTemporaryFolder { folder in
            try "a".write(toFile: folder + "/copy.gguf")
            let sha256 = try await Checksum.sha256(of: folder + "/copy.gguf")
            let known = CatalogueModel(id: "known", name: "Known", licence: "MIT", sha256: sha256, sources: [])
            let store = ModelStore(
                folder: DataFolder(folder + "/data"), machine: .ample, builtIn: Catalogue(models: [known]))
            let model = try await store.add(folder + "/copy.gguf")
            #expect((model.id, model.licence) == ("known", "MIT"))
        }
    }

    @Test func `a file that has changed is refused`() async throws {
        try await withStore { store, file in
            let model = try await store.add(file)
            try "changed".write(toFile: file)
            let error = try await #require(throws: LocalModelError.self) { try await store.file(of: model.id) }
            #expect(error.code == .checksumMismatch)
        }
    }

    @Test func `a file of the user's is never deleted`() async throws {
        try await withStore { store, file in
            let model = try await store.add(file)
            try await store.remove(model.id)
            #expect(file.fileExists)
        }
    }

    @Test func `a removed addition is forgotten`() async throws {
        try await withStore { store, file in
            let model = try await store.add(file)
            try await store.remove(model.id)
            #expect(try store.list().count == 3)
        }
    }

    @Test func `a broken file of additions is named`() async throws {
        try await withStore { store, _ in
            _ = try store.folder.folder("")
            try "{".write(toFile: store.folder.additions)
            let error = try #require(throws: LocalModelError.self) { try store.list() }
            #expect(error.message.hasPrefix("\(store.folder.path)/catalogue.json cannot be read"))
        }
    }
}
