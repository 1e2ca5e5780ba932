import FoundationEssentials
import Glibc
import Testing

@testable import CouncilServer

struct KeyRingTests {
    private func withFile(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "council-keys-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.appending(path: "keys.json").path(percentEncoded: false))
    }

    @Test func `the file holds no key`() throws {
        try withFile { path in
            let (key, entry) = try KeyRing(path: path).create(name: "Ada")
            let text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
            #expect(!text.contains(key))
            #expect(text.contains(entry.hash))
        }
    }

    @Test func `the file is its owner's alone`() throws {
        try withFile { path in
            _ = try KeyRing(path: path).create(name: "Ada")
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test(.enabled(if: geteuid() == 0, "needs root"))
    func `the keys that root creates are for whom the folder belongs to`() throws {
        try withFile { path in
            let folder = URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false)
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try #require(chown(folder, 4321, 8765) == 0)
            _ = try KeyRing(path: path).create(name: "Ada")
            var status = stat()
            try #require(stat(path, &status) == 0)
            #expect(status.st_uid == 4321 && status.st_gid == 8765)
        }
    }

    @Test func `a revocation by another process holds at once`() throws {
        try withFile { path in
            let server = KeyRing(path: path)
            let (key, entry) = try KeyRing(path: path).create(name: "Ada")
            #expect(try server.entry(of: key)?.id == entry.id)
            try KeyRing(path: path).revoke(entry.id)
            #expect(try server.entry(of: key) == nil)
        }
    }

    @Test func `a file that cannot be read lets nobody in`() throws {
        try withFile { path in
            let ring = KeyRing(path: path)
            _ = try ring.create(name: "Ada")
            try Data("{".utf8).write(to: URL(filePath: path))
            #expect(throws: ServiceError.self) { try ring.entry(of: "ck_any") }
        }
    }

    /// FIPS 180-4, the example “abc”.
    @Test func `keys are hashed with SHA-256`() {
        #expect(
            KeyRing.hash(of: "abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }
}
