import FoundationEssentials
import Testing

@testable import LocalModels

struct ControlGroupTests {
    /// Writes the files of groups, then looks at what is available.
    private func available(_ membership: String, _ files: [String: String]) async throws -> Int? {
        try await withTemporaryFolder { root in
            for (path, text) in files {
                let file = URL(filePath: "\(root)/\(path)")
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try text.write(toFile: file.path(percentEncoded: false))
            }
            return ControlGroup(root: root, membership: membership).availableMemory
        }
    }

    @Test func `the tightest of the groups around the process decides`() async throws {
        let files = [
            "a/memory.max": "1000\n", "a/memory.current": "300\n", "a/b/memory.max": "max\n",
            "a/b/memory.current": "200\n",
        ]
        #expect(try await available("0::/a/b\n", files) == 700)
    }

    @Test func `pages of files that can be taken back are available`() async throws {
        let files = [
            "memory.max": "1000\n", "memory.current": "900\n", "memory.stat": "anon 400\ninactive_file 500\n",
        ]
        #expect(try await available("0::/\n", files) == 600)
    }

    @Test func `the first version of control groups is read as well`() async throws {
        let files = [
            "memory/memory.limit_in_bytes": "1000\n", "memory/memory.usage_in_bytes": "100\n",
            "memory/memory.stat": "inactive_file 5\ntotal_inactive_file 50\n",
        ]
        #expect(try await available("3:cpu:/x\n2:memory,hugetlb:/docker/unseen\n", files) == 950)
    }

    @Test func `without a limit there is none`() async throws {
        let files = [
            "memory/memory.limit_in_bytes": "9223372036854771712\n", "memory/memory.usage_in_bytes": "100\n",
        ]
        #expect(try await available("2:memory:/\n", files) == nil)
        #expect(try await available("0::/\n", [:]) == nil)
    }
}
