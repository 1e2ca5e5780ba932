import CouncilKit
import FoundationEssentials
import Testing

@testable import CouncilServer

struct ShareLinksTests {
    private let run = Run.ID(rawValue: "20261123-k7q2mz4t")
    private let keys = KeyRing(path: nil)

    @Test func `the file holds no token and is its owner's alone`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "council-links-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "links.json").path(percentEncoded: false)
        let token = try ShareLinks(path: path).create(for: run, by: nil, keys: keys)
        #expect(try !String(contentsOf: URL(filePath: path), encoding: .utf8).contains(token))
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        #expect(try ShareLinks(path: path).entry(of: token, keys: keys)?.run == run, "it outlives the server")
    }

    @Test func `a token has more than 128 bits`() throws {
        let token = try ShareLinks(path: nil).create(for: run, by: nil, keys: keys)
        #expect(token.count == 36 && token.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber) })
    }

    @Test func `links that were made at the same time are all kept`() async throws {
        let links = ShareLinks(path: nil)
        let runs = (0..<100).map { Run.ID(rawValue: "\($0)") }
        try await withThrowingTaskGroup { group in
            for run in runs { group.addTask { _ = try links.create(for: run, by: nil, keys: keys) } }
            try await group.waitForAll()
        }
        for run in runs { #expect(try links.has(run, keys: keys)) }
    }

    @Test func `a run has a bounded number of links`() throws {
        let links = ShareLinks(path: nil)
        for _ in 0..<16 { _ = try links.create(for: run, by: nil, keys: keys) }
        let error = #expect(throws: ServiceError.self) { try links.create(for: run, by: nil, keys: keys) }
        #expect(error?.code == .conflict)
    }

    @Test func `links that lead nowhere any more do not count`() throws {
        let links = ShareLinks(path: nil)
        let (_, ada) = try keys.create(name: "Ada")
        let (_, eve) = try keys.create(name: "Eve")
        for _ in 0..<16 { _ = try links.create(for: run, by: ada.id, keys: keys) }
        try keys.revoke(ada.id)
        #expect(try !links.has(run, keys: keys))
        let token = try links.create(for: run, by: eve.id, keys: keys)
        #expect(try links.entry(of: token, keys: keys)?.key == eve.id)
    }

    @Test func `a link made without a key ends when keys are needed`() throws {
        let links = ShareLinks(path: nil)
        let token = try links.create(for: run, by: nil, keys: keys)
        #expect(try links.entry(of: token, keys: keys) != nil)
        _ = try keys.create(name: "Ada")
        #expect(try links.entry(of: token, keys: keys) == nil)
    }

    @Test(arguments: [
        "/v1/shared/abc/events": "/v1/shared/…/events", "/shared/abc": "/shared/…", "/v1/runs": "/v1/runs",
    ])
    func `no token is written to the log`(path: String, logged: String) {
        #expect(ShareLinks.hidingToken(in: path) == logged)
    }
}
